import type { Context } from 'hono'
import { inWords } from '../../plan/budget.ts'
import { dayWords } from '../../time/weekly.ts'
import { type Form, readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { get, post, type Route } from '../../web/route.ts'
import { close, reopen } from '../machine/beginning.ts'
import { mayAnswer, minutesOf, recallDue, today } from '../machine/sprinting.ts'
import type { SprintTools } from '../machine/tools.ts'
import { yearOf } from '../machine/year.ts'
import { isPlanned, OUTCOMES } from '../sprint.ts'
import { keepAnswer, presentSprint, type Question, questionsOf, readSprints } from '../store/sprints.ts'
import { keptWords, OUTCOME_WORDS, yearMarkdown } from '../words.ts'

const LONGEST = 2000

/** The end of a sprint, what comes of it later, and a year of them. */
export function closeRoutes(tools: SprintTools): Route[] {
  const { db } = tools
  return [
    get('/sprint/close', 'session', context => context.html(<ClosePage context={context} tools={tools} />)),
    post('/sprint/close', 'session', async context => {
      const form = await readForm(context)
      const sprint = presentSprint(db)
      if (!sprint || isPlanned(sprint, today(tools))) return context.redirect('/sprint', 303)
      db.transaction(() => {
        keepAnswers(tools, sprint.id, 0, form)
        close(tools, sprint, OUTCOMES.find(one => one === form.text('outcome')) ?? 'partly', form.text('toSelf'))
      })
      return context.redirect(`/sprint/closed?sprint=${sprint.id}`, 303)
    }),
    get('/sprint/closed', 'session', context => context.html(<ClosedPage context={context} tools={tools} />)),
    post('/sprint/reopen', 'session', async context => {
      reopen(tools, Number((await readForm(context)).text('sprint')))
      return context.redirect('/sprint', 303)
    }),
    get('/sprint/again', 'session', context => context.html(<AgainPage context={context} tools={tools} />)),
    post('/sprint/again', 'session', async context => {
      const form = await readForm(context)
      const [sprint, days] = [Number(form.text('sprint')), Number(form.text('days'))]
      if (mayAnswer(tools, sprint, days)) keepAnswers(tools, sprint, days, form)
      return context.redirect('/sprints', 303)
    }),
    get('/sprints', 'session', context => context.html(<YearPage context={context} tools={tools} />)),
    get('/sprints.md', 'session', context =>
      context.body(yearMarkdown(yearOf(tools)), 200, { 'content-type': 'text/markdown; charset=utf-8' }),
    ),
  ]
}

function keepAnswers({ db, ...tools }: SprintTools, sprint: number, afterDays: number, form: Form): void {
  for (const { id } of questionsOf(db, sprint)) {
    const mark = { '0': 0, '1': 1, '2': 2 }[form.text(`mark-${id}`)] ?? null
    const words = form.text(`answer-${id}`).slice(0, LONGEST)
    if (words !== '' || mark !== null) keepAnswer(db, { question: id, afterDays, words, mark }, today(tools))
  }
}

function Questions({ questions }: { questions: readonly Question[] }) {
  return (
    <>
      {questions.map(({ id, words }) => (
        <fieldset>
          <legend>{words}</legend>
          <textarea name={`answer-${id}`} rows={3} aria-label="Without notes" />
          <div class="row">
            {[
              ['2', 'I knew it'],
              ['1', 'in part'],
              ['0', 'not really'],
            ].map(([value, said]) => (
              <label class="check">
                <input type="radio" name={`mark-${id}`} value={value} />
                <span>{said}</span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
    </>
  )
}

function ClosePage({ context, tools }: { context: Context; tools: SprintTools }) {
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
      <form method="post" action="/sprint/close">
        {questions.length > 0 && <p class="soft">Without notes, in a few words. Then mark yourself, gently.</p>}
        <Questions questions={questions} />
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
          <input type="text" id="toSelf" name="toSelf" value={sprint.toSelf} maxlength={300} autocomplete="off" />
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

function ClosedPage({ context, tools }: { context: Context; tools: SprintTools }) {
  const sprint = readSprints(tools.db).find(({ id }) => id === Number(context.req.query('sprint')))
  return (
    <Frame context={context} title="Closed">
      <h1>It is closed. Rest now.</h1>
      {sprint && (
        <>
          <p>
            {sprint.topic}: {sprint.outcome && OUTCOME_WORDS[sprint.outcome]}, after{' '}
            {inWords(minutesOf(tools, sprint).all)}.
          </p>
          <form method="post" action="/sprint/reopen">
            <input type="hidden" name="sprint" value={String(sprint.id)} />
            <button type="submit" class="word" data-key="u">
              Undo
            </button>
          </form>
        </>
      )}
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
            <a href="/sprint">Not now</a>
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

function YearPage({ context, tools }: { context: Context; tools: SprintTools }) {
  const all = yearOf(tools).reverse()
  const day = today(tools)
  return (
    <Frame context={context} title="A year of sprints">
      <h1>{all.length === 0 ? 'No sprint yet.' : 'A year of sprints'}</h1>
      <ul class="quiet">
        {all.map(({ topic, first, stop, closedOn, outcome, minutes, toSelf, ...told }) => (
          <li>
            <strong>{topic}</strong>
            <br />
            <span class="soft">
              {dayWords(first, day)} to {dayWords(closedOn ?? stop, day)}, {inWords(minutes)}
              {outcome ? `, ${OUTCOME_WORDS[outcome]}` : ', under way'}
              {outcome ? `. ${keptWords(told)}` : ''}
            </span>
            {toSelf && <p>“{toSelf}”</p>}
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
