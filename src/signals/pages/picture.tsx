import { ASKED, type CheckIn, dayNumber, type Sign, weight } from '../check-in.ts'

const HEIGHT = 11
const LEFT = 1

/** One sign over weeks: a dot a day, heavier higher, and the middle of the week around it as a line. Empty days stay empty. */
export function SignPicture({
  sign,
  checkIns,
  first,
  last,
  change,
}: {
  sign: Sign
  checkIns: readonly CheckIn[]
  /** The days shown, as numbers. */
  first: number
  last: number
  /** The first and last day of a change, if there was one. */
  change: { readonly from: number; readonly to: number } | undefined
}) {
  const width = last - first + 1 + 2 * LEFT
  const points = checkIns.flatMap(({ day, marks }) =>
    marks[sign] === null ? [] : [{ day: dayNumber(day), value: weight(sign, marks[sign]) }],
  )
  const x = (day: number) => LEFT + day - first + 0.5
  const y = (value: number) => HEIGHT - 0.5 - value
  const shown = points.filter(({ day }) => day >= first && day <= last)
  const line = shown.map(({ day }) => {
    const near = points.filter(point => Math.abs(point.day - day) <= 3).map(({ value }) => value)
    return `${x(day).toFixed(1)},${y(near.reduce((sum, one) => sum + one, 0) / near.length).toFixed(2)}`
  })
  return (
    <svg
      class="sign"
      viewBox={`0 0 ${width} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={ASKED[sign].name}
    >
      {change && change.to >= first && (
        <rect
          class="since"
          x={x(Math.max(first, change.from)) - 0.5}
          y="0"
          width={change.to - Math.max(first, change.from) + 1}
          height={HEIGHT}
        />
      )}
      <line x1="0" x2={width} y1={y(5)} y2={y(5)} />
      {shown.map(({ day, value }) => (
        <rect class="mark" x={(x(day) - 0.3).toFixed(1)} y={(y(value) - 0.3).toFixed(1)} width="0.6" height="0.6" />
      ))}
      {line.length > 1 && <polyline points={line.join(' ')} />}
    </svg>
  )
}

/** The evidence on its way to the level of a warning, on a logarithmic scale: far to the right is rare. */
export function Gauge({ evidence, threshold }: { evidence: number; threshold: number }) {
  const at = Math.min(1, Math.log(evidence + 1) / Math.log(threshold + 1))
  return (
    <svg
      class="gauge"
      viewBox="0 0 100 6"
      preserveAspectRatio="none"
      role="img"
      aria-label="How far the evidence has come"
    >
      <rect class="way" x="0" y="2" width="100" height="2" />
      <rect class="come" x="0" y="2" width={(at * 100).toFixed(1)} height="2" />
      <rect class="level" x="99.4" y="0" width="0.6" height="6" />
    </svg>
  )
}
