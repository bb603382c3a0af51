import type { Evening, SensorName } from './evening.ts'

const SENSORS: Record<SensorName, string> = { git: 'git', editor: 'your editor', browser: 'your browser' }

/** What the traces say of an evening, in a sentence; a dead sensor reads "can't tell". */
export function handsWords({ hands, minutes, sensors }: Evening): string {
  const dead = sensors.filter(({ alive }) => !alive).map(({ sensor }) => SENSORS[sensor])
  const touched = minutes === 1 ? '1 minute of work' : `${minutes} minutes of work`
  switch (hands) {
    case 'no-sensor':
      return 'No sensor was on; your own word stands alone.'
    case 'off':
      return 'Hands off.'
    case 'touched':
      return `${touched}.`
    case 'cannot-tell':
      return `Can’t tell: nothing was heard of ${dead.join(' and ')}.${minutes > 0 ? ` At least ${touched}.` : ''}`
  }
}

/** "2 of 3 sensors alive" */
export function coverageWords({ sensors }: Evening): string {
  const alive = sensors.filter(({ alive }) => alive).length
  return sensors.length === 0 ? 'no sensor' : `${alive} of ${sensors.length} sensors alive`
}

/** How a stretch of evenings went, in counts: said only when asked. */
export function countWords(evenings: readonly Evening[]): string {
  const of = (hands: Evening['hands']) => evenings.filter(evening => evening.hands === hands).length
  const parts = [
    [of('off'), 'hands off'],
    [of('touched'), 'touched'],
    [of('cannot-tell'), 'can’t tell'],
    [of('no-sensor'), 'without a sensor'],
  ] as const
  const said = parts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`)
  return said.length === 0 ? 'No evening yet.' : `Of ${evenings.length}: ${said.join(', ')}.`
}
