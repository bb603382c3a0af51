import { type Marks, SIGNS } from '../src/signals/check-in.ts'
import { seeded } from './random.ts'

/** A made-up person's marks by day: around a usual of their own, and from `change` on all signs heavier by so much. */
export function diary(seed: number): (day: number, heavier?: number) => Marks {
  const random = seeded(seed)
  const usual = { sleep: 3, irritation: 2.5, pull: 6.5, dread: 3, behind: 4 }
  const drawn: Marks[] = []
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  let common = 0
  return (day, heavier = 0) => {
    while (drawn.length <= day) {
      common = 0.3 * common + 0.95 * normal()
      const marks = SIGNS.map(sign => {
        const weighs = 1.4 * (0.63 * common + 0.77 * normal())
        return [sign, usual[sign] + (sign === 'pull' ? -weighs : weighs)] as const
      })
      drawn.push(Object.fromEntries(marks) as unknown as Marks)
    }
    const today = drawn[day]
    return Object.fromEntries(
      SIGNS.map(sign => {
        const mark = (today?.[sign] ?? 5) + (sign === 'pull' ? -heavier : heavier)
        return [sign, Math.min(10, Math.max(0, Math.round(mark)))]
      }),
    ) as unknown as Marks
  }
}

/** Marks as a form sends them. */
export function typed(marks: Marks): Record<string, string> {
  return Object.fromEntries(SIGNS.map(sign => [sign, String(marks[sign] ?? '')]))
}
