import * as v from 'valibot'
import { mostLearning } from '../../plan/budget.ts'
import { readPlan } from '../../plan/store/plan.ts'
import type { Database } from '../../store/database.ts'
import { json, Weekdays } from '../../store/json.ts'
import { readSetting } from '../../store/setting.ts'
import { sprintsOn } from '../settings.ts'
import { type Answer, hasJustEnded, isOver, isPlanned, type Outcome, type Session, type Sprint } from '../sprint.ts'

const Days = json(Weekdays)

interface Row {
  id: number
  topic: string
  question: string
  why: string
  minutes_a_week: number
  first: string
  stop: string
  slot_days: string
  slot_time: string
  slot_place: string
  rest_days: number
  closed_on: string | null
  outcome: Outcome | null
  to_self: string
  again: number
  horizon: number
  ahead: number
}

/** Every sprint, oldest first; none that was taken back. */
export function readSprints(db: Database): Sprint[] {
  return db.all<Row>('SELECT * FROM sprint WHERE taken_back_on IS NULL ORDER BY id').map(row => ({
    id: row.id,
    topic: row.topic,
    question: row.question,
    why: row.why,
    minutesAWeek: row.minutes_a_week,
    first: row.first,
    stop: row.stop,
    slot: { days: v.parse(Days, row.slot_days), time: row.slot_time, place: row.slot_place },
    restDays: row.rest_days,
    closedOn: row.closed_on,
    outcome: row.outcome,
    toSelf: row.to_self,
    again: row.again === 1,
    horizon: row.horizon,
    ahead: row.ahead === 1,
  }))
}

/** The sprint that was not closed yet. */
export function presentSprint(db: Database): Sprint | undefined {
  return readSprints(db).findLast(({ closedOn }) => closedOn === null)
}

/** Minutes a week that the sprint of a day takes of the plan's as it is now; 0 without one. */
export function learningMinutes(db: Database, day: string): number {
  const sprint = readSetting(db, sprintsOn) ? presentSprint(db) : undefined
  // Until it is closed, editions do not grow in between, for a week.
  if (!sprint || isPlanned(sprint, day) || (isOver(sprint, day) && !hasJustEnded(sprint, day))) return 0
  return Math.min(sprint.minutesAWeek, mostLearning(readPlan(db)))
}

/** Begins a sprint; one at a time: answers its id, or undefined when one is under way. */
export function beginSprint(
  db: Database,
  sprint: Omit<Sprint, 'id' | 'closedOn' | 'outcome' | 'toSelf'>,
  { questions, readings }: { questions: readonly string[]; readings: readonly { title: string; link: string }[] },
  now: number,
): number | undefined {
  return db.transaction(() => {
    if (presentSprint(db)) return undefined
    const { id } = db.run(
      `INSERT INTO sprint (topic, question, why, minutes_a_week, first, stop, slot_days, slot_time, slot_place, rest_days, made_at, again, horizon, ahead)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      sprint.topic,
      sprint.question,
      sprint.why,
      sprint.minutesAWeek,
      sprint.first,
      sprint.stop,
      JSON.stringify(sprint.slot.days),
      sprint.slot.time,
      sprint.slot.place,
      sprint.restDays,
      now,
      Number(sprint.again),
      sprint.horizon,
      Number(sprint.ahead),
    )
    for (const words of questions) db.run('INSERT INTO sprint_question (sprint_id, words) VALUES (?, ?)', id, words)
    for (const [position, { title, link }] of readings.entries())
      db.run(
        'INSERT INTO sprint_reading (sprint_id, position, title, link) VALUES (?, ?, ?, ?)',
        id,
        position,
        title,
        link,
      )
    return id
  })
}

/** Closes a sprint; answers whether it was open. */
export function closeSprint(
  db: Database,
  id: number,
  {
    day,
    outcome,
    toSelf,
    again,
    restBefore,
  }: { day: string; outcome: Outcome; toSelf: string; again: boolean; restBefore: string },
): boolean {
  const { changes } = db.run(
    'UPDATE sprint SET closed_on = ?, outcome = ?, to_self = ?, again = ?, rest_before = ? WHERE id = ? AND closed_on IS NULL',
    day,
    outcome,
    toSelf,
    Number(again),
    restBefore,
    id,
  )
  return changes === 1
}

/** Keeps the line to one's next self of a sprint that was closed without one. */
export function keepToSelf(db: Database, id: number, toSelf: string): void {
  db.run("UPDATE sprint SET to_self = ? WHERE id = ? AND to_self = ''", toSelf, id)
}

/** Takes a sprint back on a day, one that had no session yet: as if it had not been, its topic waits again if it did before. */
export function forgetSprint(db: Database, id: number, day: string): void {
  db.transaction(() => {
    db.run('UPDATE sprint SET taken_back_on = ? WHERE id = ?', day, id)
    // Days of a journey may differ by one from those of UTC.
    db.run(
      `UPDATE sprint_later SET gone_on = NULL WHERE id = (
         SELECT max(sprint_later.id) FROM sprint_later JOIN sprint ON sprint.topic = sprint_later.words
         WHERE sprint.id = ? AND gone_on >= date(made_at / 1000, 'unixepoch', '-1 day'))`,
      id,
    )
  })
}

/** The topic of a sprint that was taken back on a day (YYYY-MM-DD) or after. */
export function takenBackSince(db: Database, id: number, day: string): string | undefined {
  return db.get<{ topic: string }>('SELECT topic FROM sprint WHERE id = ? AND taken_back_on >= ?', id, day)?.topic
}

/** Has a sprint again that was taken back. */
export function rememberSprint(db: Database, id: number): void {
  db.run('UPDATE sprint SET taken_back_on = NULL WHERE id = ?', id)
}

/** Takes a close back: the sprint goes on. Answers what its rest took the place of; undefined when another is under way. */
export function reopenSprint(db: Database, id: number): string | undefined {
  return db.transaction(() => {
    if (presentSprint(db)) return undefined
    const row = db.get<{ before: string | null }>(
      'SELECT rest_before AS before FROM sprint WHERE id = ? AND closed_on IS NOT NULL',
      id,
    )
    db.run('UPDATE sprint SET closed_on = NULL, outcome = NULL, rest_before = NULL WHERE id = ?', id)
    return row?.before ?? undefined
  })
}

/** What a person wants to know without notes, in their own words. */
export interface Question {
  readonly id: number
  readonly words: string
}

/** The questions of a sprint, in their order. */
export function questionsOf(db: Database, sprint: number): Question[] {
  return db.all<Question>('SELECT id, words FROM sprint_question WHERE sprint_id = ? ORDER BY id', sprint)
}

/** The answers to a sprint's questions. */
export function answersOf(
  db: Database,
  sprint: number,
): (Answer & { readonly words: string; readonly answeredOn: string })[] {
  return db.all(
    `SELECT question_id AS question, after_days AS afterDays, sprint_answer.words AS words, mark, answered_on AS answeredOn
     FROM sprint_answer JOIN sprint_question ON sprint_question.id = question_id
     WHERE sprint_id = ? ORDER BY after_days, question_id`,
    sprint,
  )
}

/** Keeps an answer; where one was given elsewhere meanwhile, what is there stays (`anew` false). */
export function keepAnswer(db: Database, answer: Answer & { words: string }, day: string, anew = true): void {
  db.run(
    `INSERT INTO sprint_answer (question_id, after_days, words, mark, answered_on) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET words = excluded.words, mark = excluded.mark, answered_on = excluded.answered_on
     WHERE ${anew ? 'TRUE' : "sprint_answer.words = '' AND sprint_answer.mark IS NULL"}`,
    answer.question,
    answer.afterDays,
    answer.words,
    answer.mark,
    day,
  )
}

/** One of a sprint's closed list; without a link where only a title was given. */
export interface Reading {
  readonly position: number
  readonly title: string
  readonly link: string
  readonly done: boolean
}

/** The readings of a sprint, in their order. */
export function readingsOf(db: Database, sprint: number): Reading[] {
  return db
    .all<Omit<Reading, 'done'> & { done: number }>(
      'SELECT position, title, link, done FROM sprint_reading WHERE sprint_id = ? ORDER BY position',
      sprint,
    )
    .map(row => ({ ...row, done: row.done === 1 }))
}

/** Marks a reading as read, or not. */
export function markReading(db: Database, sprint: number, position: number, done: boolean): void {
  db.run('UPDATE sprint_reading SET done = ? WHERE sprint_id = ? AND position = ?', Number(done), sprint, position)
}

const SESSION =
  'id, begun_at AS begunAt, ended_at AS endedAt, ended_by AS endedBy, before, after, note, noted_at AS notedAt'

/** The sessions of a sprint as the file has them, oldest first; see `settledSessions` for those that ended by themselves. */
export function sessionsOf(db: Database, sprint: number): Session[] {
  return db.all<Session>(`SELECT ${SESSION} FROM sprint_session WHERE sprint_id = ? ORDER BY id`, sprint)
}

/** The session that runs, as far as the file knows. */
export function runningSession(db: Database): Session | undefined {
  return db.get<Session>(`SELECT ${SESSION} FROM sprint_session WHERE ended_at IS NULL ORDER BY id DESC LIMIT 1`)
}

/** Begins a session now (ms); `before` is the energy, 1 to 3, where it was said. */
export function beginSession(db: Database, sprint: number, now: number, before: number | null): void {
  db.run('INSERT INTO sprint_session (sprint_id, begun_at, before) VALUES (?, ?, ?)', sprint, now, before)
}

/** Ends a session that has not ended yet. */
export function endSession(
  db: Database,
  id: number,
  { endedAt, endedBy, after }: { endedAt: number; endedBy: NonNullable<Session['endedBy']>; after: number | null },
): void {
  db.run(
    'UPDATE sprint_session SET ended_at = ?, ended_by = ?, after = ? WHERE id = ? AND ended_at IS NULL',
    endedAt,
    endedBy,
    after,
    id,
  )
}

/** Adds a line to a session's note; in one that runs it says, too, that somebody is there. */
export function noteSession(db: Database, id: number, words: string, now: number): void {
  db.run(
    `UPDATE sprint_session SET note = trim(note || char(10) || ?, char(10)), noted_at = iif(ended_at IS NULL, ?, noted_at)
     WHERE id = ?`,
    words,
    now,
    id,
  )
}

/** A side-topic that waits. */
export interface Later {
  readonly id: number
  readonly words: string
  readonly addedOn: string
}

/** What waits, newest first. */
export function laterThings(db: Database): Later[] {
  return db.all<Later>('SELECT id, words, added_on AS addedOn FROM sprint_later WHERE gone_on IS NULL ORDER BY id DESC')
}

/** Puts a side-topic on the waiting list. */
export function addLater(db: Database, words: string, day: string): void {
  db.run('INSERT INTO sprint_later (words, added_on) VALUES (?, ?)', words, day)
}

/** Takes a thing off the waiting list on a day. */
export function dropLater(db: Database, id: number, day: string): void {
  db.run('UPDATE sprint_later SET gone_on = ? WHERE id = ?', day, id)
}

/** Everything of sprints that is the person's. */
export function sprintExport(db: Database): object {
  return {
    sprints: readSprints(db).map(sprint => ({
      ...sprint,
      questions: questionsOf(db, sprint.id),
      answers: answersOf(db, sprint.id),
      readings: readingsOf(db, sprint.id),
      sessions: sessionsOf(db, sprint.id),
    })),
    later: db.all('SELECT words, added_on AS addedOn, gone_on AS goneOn FROM sprint_later ORDER BY id'),
  }
}
