import type { Context } from 'hono'
import { inWords } from '../../plan/budget.ts'
import { dayWords } from '../../time/weekly.ts'
import { type Form, readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { always, get, post, type Route } from '../../web/route.ts'
import { type Answered, close, reopen } from '../machine/beginning.ts'
import { mayAnswer, minutesOf, recallDue, today } from '../machine/sprinting.ts'
import type { SprintTools } from '../machine/tools.ts'
import { yearOf } from '../machine/year.ts'
import { isPlanned, OUTCOMES, type Outcome, type Sprint, type Told } from '../sprint.ts'
import { answersOf, keepAnswer, presentSprint, type Question, questionsOf, readSprints } from '../store/sprints.ts'
import { keptWords, OUTCOME_WORDS, whenWords, yearMarkdown } from '../words.ts'

/** The end of a sprint, what comes of it later, and a year of them. */
export function closeRoutes(tools: SprintTools): Route[] {
  const { db } = tools
  return [
    get('/sprint/close', 'session', context => context.html(<ClosePage context={context} tools={tools} />)),
    // A form that was open when off time began: what was written is taken all the same.
    ...always(
      post('/sprint/close', 'session', async context => {
        const form = await readForm(context)
        const sprint = readSprints(db).find(({ id }) => id === Number(form.text('sprint')))
        if (!sprint || isPlanned(sprint, today(tools))) return context.redirect('/sprint', 303)
        const outcome = OUTCOMES.find(one => one === form.text('outcome'))
        const [toSelf, answers] = [form.text('toSelf'), readAnswers(tools, sprint.id, form)]
        if (!outcome) {
          context.status(422)
          return context.html(<ClosePage context={context} tools={tools} typed={{ toSelf, answers }} />)
        }
        const closed = close(tools, sprint, { outcome, toSelf, answers })
        const note = `“${sprint.topic.slice(0, 80)}” was closed already. What you wrote is kept where nothing stood.`
        if (!closed) return context.redirect(`/sprint?${new URLSearchParams({ note })}`, 303)
        return context.redirect(`/sprint/closed?sprint=${sprint.id}`, 303)
      }),
    ),
    get('/sprint/closed', 'session', context => {
      const sprint = readSprints(db).find(({ id }) => id === Number(context.req.query('sprint')))
      if (!sprint?.outcome) return context.redirect('/sprint', 303)
      return context.html(
        <ClosedPage
          context={context}
          sprint={sprint}
          outcome={sprint.outcome}
          minutes={minutesOf(tools, sprint).all}
        />,
      )
    }),
    post('/sprint/reopen', 'session', async context => {
      reopen(tools, Number((await readForm(context)).text('sprint')))
      return context.redirect('/sprint', 303)
    }),
    get('/sprint/again', 'session', context => context.html(<AgainPage context={context} tools={tools} />)),
    ...always(
      post('/sprint/again', 'session', async context => {
        const form = await readForm(context)
        const [sprint, days] = [Number(form.text('sprint')), Number(form.text('days'))]
        // What is left empty is answered too: it is not asked again. What was answered stays, should the form come twice.
        const answers = readAnswers(tools, sprint, form).map(one =>
          form.has('skip') ? { ...one, words: '', mark: null } : one,
        )
        if (mayAnswer(tools, sprint, days))
          db.transaction(() => {
            for (const answer of answers) keepAnswer(db, { ...answer, afterDays: days }, today(tools), false)
          })
        return context.redirect('/sprints', 303)
      }),
    ),
    get('/sprints', 'session', context => context.html(<YearPage context={context} tools={tools} />)),
    get('/sprints.md', 'session', context =>
      context.body(yearMarkdown(yearOf(tools), today(tools)), 200, { 'content-type': 'text/markdown; charset=utf-8' }),
    ),
  ]
}

const MARKS: Readonly<Record<string, 0 | 1 | 2>> = { '0': 0, '1': 1, '2': 2 }

function readAnswers({ db }: SprintTools, sprint: number, form: Form): Answered[] {
  return questionsOf(db, sprint).map(({ id }) => ({
    question: id,
    words: form.text(`answer-${id}`),
    mark: MARKS[form.text(`mark-${id}`)] ?? null,
  }))
}

type Before = readonly Pick<ReturnType<typeof answersOf>[number], 'question' | 'words' | 'mark'>[]

/** The questions to answer; `before` holds what was written already: of a close that was taken back, or just now. */
function Questions({ questions, before = [] }: { questions: readonly Question[]; before?: Before }) {
  const written = (id: number) => before.find(({ question }) => question === id)
  return (
    <>
      {questions.map(({ id, words }) => (
        <fieldset>
          <legend>{words}</legend>
          <textarea name={`answer-${id}`} rows={3} aria-label="Without notes">
            {written(id)?.words}
          </textarea>
          <div class="row">
            {[
              ['2', 'I knew it'],
              ['1', 'in part'],
              ['0', 'not really'],
            ].map(([value, said]) => (
              <label class="check">
                <input
                  type="radio"
                  name={`mark-${id}`}
                  value={value}
                  checked={String(written(id)?.mark ?? '') === value}
                />
                <span>{said}</span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
    </>
  )
}

/** The close; with what was `typed` where how it ended was not said. */
function ClosePage(props: {
  context: Context
  tools: SprintTools
  typed?: { toSelf: string; answers: readonly Answered[] }
}) {
  const { context, tools, typed } = props
  const sprint = presentSprint(tools.db)
  if (!sprint || isPlanned(sprint, today(tools))) {
    return (
      <Frame context={context} title="Close the sprint">
        <h1>There is no sprint to close.</h1>
        <p>
          <a href="/sprint">Back</a>
        </p>
      </Frame>
    )
  }
  const questions = questionsOf(tools.db, sprint.id)
  return (
    <Frame context={context} title="Close the sprint">
      <h1>{sprint.topic}: enough.</h1>
      {typed && (
        <p class="notice" role="status">
          Say how it ended, too. Dropping is fine.
        </p>
      )}
      <form method="post" action="/sprint/close">
        {questions.length > 0 && <p class="soft">Without notes, in a few words. Then mark yourself, gently.</p>}
        <input type="hidden" name="sprint" value={String(sprint.id)} />
        <Questions
          questions={questions}
          before={typed?.answers ?? answersOf(tools.db, sprint.id).filter(({ afterDays }) => afterDays === 0)}
        />
        <fieldset>
          <legend>How did it end?</legend>
          {OUTCOMES.map(outcome => (
            <label class="check">
              <input type="radio" name="outcome" value={outcome} required />
              <span>{OUTCOME_WORDS[outcome]}</span>
            </label>
          ))}
        </fieldset>
        <div class="field">
          <label for="toSelf">One line to your next self, if you like</label>
          <input
            type="text"
            id="toSelf"
            name="toSelf"
            value={typed?.toSelf ?? sprint.toSelf}
            maxlength={300}
            autocomplete="off"
          />
        </div>
        <p class="soft">Then a rest of {sprint.restDays} days: one edition a week of ten minutes, and no new sprint.</p>
        <p class="row">
          <button type="submit">Close it</button>
          <a href="/sprint">Not yet</a>
        </p>
      </form>
    </Frame>
  )
}

function ClosedPage(props: { context: Context; sprint: Sprint; outcome: Outcome; minutes: number }) {
  const { context, sprint, outcome, minutes } = props
  return (
    <Frame context={context} title="Closed">
      <h1>It is closed. Rest now.</h1>
      <p>
        {sprint.topic}: {OUTCOME_WORDS[outcome]}
        {minutes > 0 && `, after ${inWords(minutes)}`}.
      </p>
      <form method="post" action="/sprint/reopen">
        <input type="hidden" name="sprint" value={String(sprint.id)} />
        <button type="submit" class="word" data-key="u">
          Undo
        </button>
      </form>
      <p>
        <a href="/">First page</a>
      </p>
    </Frame>
  )
}

function AgainPage({ context, tools }: { context: Context; tools: SprintTools }) {
  const due = recallDue(tools)
  return (
    <Frame context={context} title="What is left of it?">
      <h1>{due ? `What is left of “${due.sprint.topic}”?` : 'Nothing is asked just now.'}</h1>
      {due ? (
        <form method="post" action="/sprint/again">
          <input type="hidden" name="sprint" value={String(due.sprint.id)} />
          <input type="hidden" name="days" value={String(due.days)} />
          <p class="soft">Without notes. It shows what stays, and is no test.</p>
          <Questions questions={questionsOf(tools.db, due.sprint.id)} />
          <p class="row">
            <button type="submit">Keep it</button>
            <button type="submit" name="skip" value="yes" class="word" formnovalidate>
              Not this time
            </button>
          </p>
        </form>
      ) : (
        <p>
          <a href="/sprint">Back</a>
        </p>
      )}
    </Frame>
  )
}

/** What was answered, without notes, at the close and later, to read beside one another; and what was noted. */
function Written({ sprint: { questions, notes } }: { sprint: Pick<Told, 'questions' | 'notes'> }) {
  const answered = questions.filter(({ answers }) => answers.length > 0)
  return (
    <>
      {answered.length > 0 && (
        <details>
          <summary>What you answered</summary>
          {answered.map(({ words, answers }) => (
            <>
              <p>{words}</p>
              <ul>
                {answers.map(answer => (
                  <li>
                    {answer.words} <span class="soft">{whenWords(answer.afterDays)}</span>
                  </li>
                ))}
              </ul>
            </>
          ))}
        </details>
      )}
      {notes.length > 0 && (
        <details>
          <summary>What you noted</summary>
          <ul>
            {notes.map(note => (
              <li>{note}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function YearPage({ context, tools }: { context: Context; tools: SprintTools }) {
  const all = yearOf(tools).reverse()
  const day = today(tools)
  return (
    <Frame context={context} title="A year of sprints">
      <h1>{all.length === 0 ? 'No sprint yet.' : 'A year of sprints'}</h1>
      <ul class="quiet">
        {all.map(({ topic, first, stop, ahead, closedOn, outcome, minutes, toSelf, ...told }) => (
          <li>
            <strong>{topic}</strong>
            <br />
            <span class="soft">
              {dayWords(first, day)} to {dayWords(closedOn ?? stop, day)}
              {minutes > 0 && `, ${inWords(minutes)}`}
              {outcome ? `, ${OUTCOME_WORDS[outcome]}` : isPlanned({ first, ahead }, day) ? ', planned' : ', under way'}
              {outcome ? `. ${keptWords(told)}` : ''}
            </span>
            {toSelf && <p>“{toSelf}”</p>}
            <Written sprint={told} />
          </li>
        ))}
      </ul>
      {all.length > 0 && (
        <p>
          That is all. <a href="/sprints.md">As Markdown</a>
        </p>
      )}
      <p>
        <a href="/sprint">The sprint</a>
      </p>
    </Frame>
  )
}
