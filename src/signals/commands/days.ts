import { UsageError, type Verb } from '../../cli/command.ts'
import { print } from '../../cli/print.ts'
import { readSetting } from '../../store/setting.ts'
import { dayWords } from '../../time/weekly.ts'
import { dayNumber, dayOf } from '../check-in.ts'
import { SLEEP_TROUBLE, takeSleep } from '../machine/sleep.ts'
import { end, progressOf } from '../machine/trying.ts'
import { today, watchNow, whereNow } from '../machine/watching.ts'
import { warningYears } from '../settings.ts'
import { readCheckIns } from '../store/check-ins.ts'
import { keepTrialDay, presentTrial, resumeTrial } from '../store/trials.ts'
import { answerWarning, dropStream, readWarnings } from '../store/watch.ts'
import {
  evidenceWords,
  ledgerWords,
  movedSigns,
  promiseWords,
  resultWords,
  seenInWords,
  takenWords,
  todayWords,
  whereWords,
} from '../words.ts'
import type { SignalRun } from './run.ts'

/** Where the person is against their own usual. Of this only this command, the export and its page print anything. */
export const days: Verb<SignalRun> = (typed, terminal, { signals }) => {
  const { db, clock } = signals
  const day = today(signals)
  const [word, id, real] = typed.words
  if (word !== undefined) {
    const warning = readWarnings(db).find(one => one.id === Number(id))
    if (word !== 'real' || !warning || (real !== 'yes' && real !== 'no')) throw new UsageError(typed.usage)
    answerWarning(db, warning.id, real === 'yes', day, clock.now())
  }
  const now = whereNow(signals)
  const warnings = readWarnings(db)
  const checkIns = readCheckIns(db)
  const evidence = watchNow(signals).evidence.at(-1)
  const where = whereWords(now, day)
  const value = {
    strain: now.strain,
    says: where,
    evidence: evidence
      ? { day: dayOf(evidence.day), evidence: evidence.evidence, threshold: evidence.threshold }
      : null,
    warnings,
    checkIns,
  }
  print(terminal, typed.has('json'), value, [
    checkIns.length === 0 ? 'Nothing said yet. To begin: evenkeel checkin' : where,
    ...(evidence ? [`The evidence is ${evidenceWords(evidence)}`] : []),
    `The promise: ${promiseWords(readSetting(db, warningYears))}. ${ledgerWords(warnings)}`,
    ...warnings.map(
      warning =>
        `  ${warning.id}  ${dayWords(warning.day, day)}: changed since about ${dayWords(warning.start, day)}. ${seenInWords(
          warning.streams,
          movedSigns(
            checkIns.filter(one => one.day <= warning.day),
            warning.start,
          ),
        )}${warning.real === null ? ` Was it real? evenkeel days real ${warning.id} yes|no` : ` ${warning.real ? 'Real' : 'Not real'}, you said.`}`,
    ),
  ])
  return 0
}

/** Takes nights from a file, or removes them all. */
export const sleep: Verb<SignalRun> = async (typed, terminal, { signals, show }) => {
  const [path, more] = typed.words
  if (path === undefined || more !== undefined) throw new UsageError(typed.usage)
  if (path === 'remove') {
    dropStream(signals.db, 'sleep')
    terminal.out('The nights are gone.')
    return 0
  }
  const taken = await takeSleep(signals, path, (done, total) => show(done, total, 'looking for nights'))
  if (typeof taken === 'string') {
    terminal.err(SLEEP_TROUBLE[taken])
    return 1
  }
  terminal.out(takenWords(taken, today(signals)))
  return 0
}

/** The trial under way. */
export const trial: Verb<SignalRun> = (typed, terminal, { signals }) => {
  const { db } = signals
  const day = today(signals)
  const present = presentTrial(db)
  const [word] = typed.words
  if (word !== undefined) {
    if (!['yes', 'no', 'resume', 'end'].includes(word)) throw new UsageError(typed.usage)
    if (!present) {
      terminal.err('No trial is under way.')
      return 1
    }
    if (word === 'resume') resumeTrial(db, present.id, day)
    else if (word === 'end') end(signals, 'given-up')
    else keepTrialDay(db, present.id, day, word === 'yes')
  }
  const now = presentTrial(db)
  const progress = now && progressOf(signals, now)
  print(
    terminal,
    typed.has('json'),
    now && progress ? { ...now, first: dayOf(now.first), today: progress.doIt ?? null, ...progress } : null,
    now && progress
      ? [
          now.question,
          progress.paused
            ? 'It stands still, since your days changed. To go on: evenkeel trial resume'
            : todayWords(now, progress, day, now.first > dayNumber(day)),
          resultWords(now, progress),
        ]
      : ['No trial is under way. One is begun on the page “Trials”, found in the settings.'],
  )
  return 0
}
