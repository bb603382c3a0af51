// Whether an evening was touched by work: on labelled days made with real git, our reading beside two that are common.
//   npm run bench -- traces
import { seeded } from '../test/random.ts'
import { print } from './measure.ts'
import { type Label, makePerson } from './traces/days.ts'
import { byCommitterHour, byGitLog, ours } from './traces/readers.ts'

const PEOPLE = 12

interface Score {
  right: number
  wrong: number
  missed: number
  calm: number
}

const readers = { ours: ours, 'git log --since': byGitLog, 'committer hour': byCommitterHour }
const scores = Object.fromEntries(
  Object.keys(readers).map(name => [name, { right: 0, wrong: 0, missed: 0, calm: 0 }]),
) as Record<string, Score>
let evenings = 0
let dead = 0
let told = 0
const missing: string[] = []
for (let seed = 1; seed <= PEOPLE; seed++) {
  const person = makePerson(seeded(seed))
  evenings += person.labels.length
  for (const [name, reader] of Object.entries(readers)) {
    const said = await reader(person)
    for (const label of person.labels) score(scores[name] as Score, name, label, said.get(label.day) ?? 'nothing')
  }
}

function score(score: Score, name: string, label: Label, said: 'touched' | 'off' | 'cannot-tell' | 'nothing'): void {
  if (label.dead) {
    if (name !== 'ours') return
    dead++
    if (said === 'cannot-tell') told++
    else missing.push(`${label.day} (${label.what}): ${said}`)
    return
  }
  if (label.touched && said === 'touched') score.right++
  else if (label.touched) score.missed++
  else if (said === 'touched') score.wrong++
  else score.calm++
  if (name === 'ours' && label.touched !== (said === 'touched')) missing.push(`${label.day} (${label.what}): ${said}`)
}

print(`${evenings} evenings of ${PEOPLE} people, ${dead} with a dead sensor\n`)
print('reader             precision  recall     F1')
for (const [name, { right, wrong, missed }] of Object.entries(scores)) {
  const [precision, recall] = [right / Math.max(1, right + wrong), right / Math.max(1, right + missed)]
  const f1 = (2 * precision * recall) / Math.max(1e-9, precision + recall)
  print(`${name.padEnd(18)} ${precision.toFixed(3)}      ${recall.toFixed(3)}      ${f1.toFixed(3)}`)
}
print(`\ndead sensors read "can't tell": ${told} of ${dead}   (bar: all; F1 at least .97)`)
for (const line of missing.slice(0, 20)) print(`  wrong: ${line}`)
