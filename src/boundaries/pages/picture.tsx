import { dayAndTime } from '../../time/weekly.ts'
import type { Evening } from '../evening.ts'

const DAY = 24 * 3600_000
const ROW = 2.2
const WIDTH = 48

/**
 * Days as rows, each from noon to noon, off time as a bar: every evening alike. Only when asked are the touched minutes drawn
 * upon it.
 */
export function WeekPicture({
  days,
  evenings,
  zone,
  touches,
}: {
  /** The noon (ms) with which each day of the picture begins. */
  days: readonly number[]
  evenings: readonly Evening[]
  zone: string
  touches: boolean
}) {
  const left = 4
  const x = (moment: number, noon: number) => left + Math.max(0, Math.min(1, (moment - noon) / DAY)) * (WIDTH - left)
  const bar = (from: number, to: number, kind: string) =>
    days.flatMap((noon, at) => {
      const [begin, end] = [x(from, noon), x(to, noon)]
      if (to <= noon || from >= noon + DAY) return []
      return [
        <rect
          class={kind}
          x={begin.toFixed(2)}
          y={(at * ROW + 0.35).toFixed(2)}
          width={Math.max(0.15, end - begin).toFixed(2)}
          height="1.5"
          rx="0.25"
        />,
      ]
    })
  return (
    <svg
      class="week"
      viewBox={`0 0 ${WIDTH} ${days.length * ROW + 1.4}`}
      role="img"
      aria-label="Off time by day, from noon to noon"
    >
      {days.map((noon, at) => (
        <>
          <text x="0" y={(at * ROW + 1.45).toFixed(2)}>
            {dayAndTime(noon, zone).slice(0, 3)}
          </text>
          <line x1={left} x2={WIDTH} y1={(at * ROW + 1.1).toFixed(2)} y2={(at * ROW + 1.1).toFixed(2)} />
        </>
      ))}
      {evenings.flatMap(({ parts }) => parts.flatMap(({ from, to }) => bar(from, to, 'off')))}
      {touches && evenings.flatMap(evening => evening.touches.flatMap(({ from, to }) => bar(from, to, 'touch')))}
      {[12, 18, 0, 6].map((hour, at) => (
        <text class="hour" x={(left + (at / 4) * (WIDTH - left)).toFixed(2)} y={days.length * ROW + 1}>
          {String(hour).padStart(2, '0')}:00
        </text>
      ))}
    </svg>
  )
}

/** A quarter: a column a week, a square a day; what was off is filled, one like the other. */
export function QuarterPicture({ weeks }: { weeks: readonly (readonly { day: string; off: boolean }[])[] }) {
  const size = 2.4
  return (
    <svg
      class="week"
      viewBox={`0 0 ${weeks.length * size} ${7 * size}`}
      role="img"
      aria-label="Days with off time, a column a week"
    >
      {weeks.flatMap((days, week) =>
        days.map(({ day, off }, at) => (
          <rect
            class={off ? 'off' : 'none'}
            x={(week * size + 0.2).toFixed(2)}
            y={(at * size + 0.2).toFixed(2)}
            width="2"
            height="2"
            rx="0.3"
          >
            <title>{off ? `${day}: off` : day}</title>
          </rect>
        )),
      )}
    </svg>
  )
}
