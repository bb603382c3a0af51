import type { Context } from 'hono'
import { LONGEST_NAME, MEETINGS, MOST_TIMES } from '../../../protocol/said.ts'
import { momentOf } from '../../time/weekly.ts'
import { type Form, readForm } from '../../web/form.ts'
import { get, post, type Route } from '../../web/route.ts'
import { say } from '../machine/syncing.ts'
import { type Told, tell } from '../machine/telling.ts'
import type { CircleTools } from '../machine/tools.ts'
import { eventOf } from '../meeting.ts'
import { hourWords, KINDS, titleOf } from '../walk.ts'
import { nameFrom, namesOf } from '../words.ts'
import { at, CirclePage, circleNamed, page, sent } from './page.tsx'

/** A call or a meal every other week: times are proposed, and become an hour in everyone's own calendar. */
export function meetRoutes(tools: CircleTools): Route[] {
  const { clock } = tools
  const toldBy = (text: string) => {
    const circle = circleNamed(tools, text)
    return circle && tell(tools, circle)
  }
  return [
    get(
      '/circle/meet',
      'session',
      page(tools, (context, told) => <MeetPage context={context} told={told} />),
    ),
    post('/circle/meet', 'session', async context => {
      const form = await readForm(context)
      const told = toldBy(form.text('circle'))
      if (!told?.belongs) return context.redirect('/circle', 303)
      const times = timesOf(form, clock.zone(), clock.now())
      if (!times) return context.html(<MeetPage context={context} told={told} form={form} />)
      const kind = MEETINGS.find(one => one === form.text('kind')) ?? MEETINGS[0]
      const minutes = KINDS.find(({ what }) => what === kind)?.minutes ?? 60
      const where = nameFrom(form.text('where'), 2 * LONGEST_NAME)
      const noProjects = form.has('noProjects')
      say(tools, told.circle.id, { kind: 'note', body: { what: 'meet', kind, times, minutes, where, noProjects } })
      await sent(tools)
      return context.redirect(at('week', told.circle), 303)
    }),
    post('/circle/suits', 'session', async context => {
      const form = await readForm(context)
      const told = toldBy(form.text('circle'))
      const meeting = told?.meetings.find(({ said }) => said.hash === form.text('meet'))
      if (!told?.belongs || !meeting) return context.redirect('/circle', 303)
      const mine = meeting.times
        .filter(({ suits }) => suits.includes(told.circle.author))
        .map(({ at: moment }) => moment)
      const one = Number(form.text('at'))
      const times = mine.includes(one) ? mine.filter(moment => moment !== one) : [...mine, one]
      const known = times.filter(moment => meeting.times.some(time => time.at === moment))
      say(tools, told.circle.id, { kind: 'note', body: { what: 'suits', meet: meeting.said.hash, times: known } })
      await sent(tools)
      return context.redirect(at('week', told.circle), 303)
    }),
    get('/circle/evenkeel.ics', 'session', context => {
      const told = toldBy(context.req.query('circle') ?? '')
      const meeting = told?.meetings.find(({ said }) => said.hash === context.req.query('meet'))
      const time = meeting?.times.find(one => one.at === Number(context.req.query('at')))
      if (!told || !meeting || !time) return context.redirect('/circle', 303)
      return context.body(eventOf(told.others, meeting, time.at, clock), 200, {
        'content-type': 'text/calendar; charset=utf-8',
        'content-disposition': 'attachment; filename="evenkeel.ics"',
      })
    }),
  ]
}

/** The times that are filled in; undefined where there is none, or one that is not to come. */
function timesOf(form: Form, zone: string, now: number): number[] | undefined {
  const filled = ROWS.map(n => [form.text(`day${n}`), form.text(`time${n}`)] as const).filter(row => row.some(Boolean))
  const times = filled
    .map(([day, time]) => momentOf(day, time, zone))
    .filter(moment => moment !== undefined && moment > now)
  return times.length > 0 && times.length === filled.length ? (times as number[]) : undefined
}

const ROWS = Array.from({ length: MOST_TIMES }, (_, n) => n)

/** Meetings to come, and the way to propose one. */
export function Meetings({ told, zone }: { told: Told; zone: string }) {
  const { circle, roster, meetings } = told
  return (
    <>
      {meetings.map(({ said, note, times }) => (
        <section class="told">
          <h2>{titleOf({ who: '', what: note.kind })}</h2>
          <p class="soft">
            {[
              said.author === circle.author ? 'You ask' : `${roster.names.get(said.author)} asks`,
              note.where,
              note.noProjects ? 'no projects talked about' : '',
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
          {times.map(time => (
            <form method="post" action="/circle/suits" class="row apart">
              <input type="hidden" name="circle" value={String(circle.id)} />
              <input type="hidden" name="meet" value={said.hash} />
              <span>
                {hourWords(time.at, zone)}{' '}
                <span class="soft">
                  {namesOf(
                    time.suits.map(author => ({
                      name: author === circle.author ? 'you' : (roster.names.get(author) ?? ''),
                    })),
                  )}
                </span>
              </span>
              <span class="row">
                {!told.waiting.has(said.hash) && (
                  <>
                    <button type="submit" name="at" value={String(time.at)} class="word">
                      {time.suits.includes(circle.author) ? 'Not after all' : 'Suits me'}
                    </button>
                    <a href={`/circle/evenkeel.ics?circle=${circle.id}&meet=${said.hash}&at=${time.at}`}>
                      To my calendar
                    </a>
                  </>
                )}
              </span>
            </form>
          ))}
        </section>
      ))}
      <p>
        <a href={at('meet', circle)}>{meetings.length === 0 ? 'Propose a call or a meal' : 'Propose another'}</a>
      </p>
    </>
  )
}

function MeetPage({ context, told, form }: { context: Context; told: Told; form?: Form }) {
  return (
    <CirclePage context={context} told={told} title="See each other">
      {form && (
        <p class="notice" role="alert">
          Each time needs a day and an hour that are still to come. Nothing was proposed.
        </p>
      )}
      <p class="soft">A voice or a table, every other week, does more than words on a screen.</p>
      <form method="post" action="/circle/meet">
        <input type="hidden" name="circle" value={String(told.circle.id)} />
        <fieldset>
          <legend>What?</legend>
          <div class="row">
            {MEETINGS.map((kind, index) => (
              <label class="check">
                <input
                  type="radio"
                  name="kind"
                  value={kind}
                  checked={form ? form.text('kind') === kind : index === 0}
                />
                <span>{kind}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <fieldset>
          <legend>When? Up to three times, in your zone</legend>
          {ROWS.map(n => (
            <div class="row">
              <input
                type="date"
                name={`day${n}`}
                value={form?.text(`day${n}`)}
                min={told.today}
                aria-label={`Day ${n + 1}`}
                required={n === 0}
              />
              <input
                type="time"
                name={`time${n}`}
                value={form?.text(`time${n}`)}
                aria-label={`At ${n + 1}`}
                required={n === 0}
              />
            </div>
          ))}
        </fieldset>
        <div class="field">
          <label for="where">Where, if you know</label>
          <input
            type="text"
            id="where"
            name="where"
            value={form?.text('where')}
            maxlength={2 * LONGEST_NAME}
            autocomplete="off"
          />
          <label class="check">
            <input type="checkbox" name="noProjects" value="yes" checked={form ? form.has('noProjects') : true} />
            <span>No projects talked about</span>
          </label>
        </div>
        <button type="submit">Propose it</button>
      </form>
    </CirclePage>
  )
}
