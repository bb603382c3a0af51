import { dayName } from '../time/weekly.ts'

/** The days of a week to tick, by ISO number. */
export function Weekdays({ name, chosen }: { name: string; chosen: readonly number[] }) {
  return (
    <div class="row">
      {[1, 2, 3, 4, 5, 6, 7].map(day => (
        <label class="check">
          <input type="checkbox" name={name} value={String(day)} checked={chosen.includes(day)} />
          <span>{dayName(day).slice(0, 3)}</span>
        </label>
      ))}
    </div>
  )
}
