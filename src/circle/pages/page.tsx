import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { Frame } from '../../web/frame.tsx'
import type { RelayTrouble } from '../machine/door.ts'
import { type Told, tell } from '../machine/telling.ts'
import { LOOKED_AT } from '../machine/tending.ts'
import type { CircleTools } from '../machine/tools.ts'
import { type Circle, circleOf } from '../store/circles.ts'
import { departureWords, faultWords, troubleWords, UNHEARD_WORDS } from '../words.ts'

/** The circle that an address or a form names. */
export function circleNamed({ db }: CircleTools, text: string | undefined): Circle | undefined {
  return circleOf(db, Number(text))
}

/** Where a page of a circle is. */
export function at(page: string, { id }: Circle, note = ''): string {
  return `/circle/${page}?${new URLSearchParams({ circle: String(id), ...(note ? { note } : {}) })}`
}

/** Shows a page of the circle that its address names, or where there is one; the relay is asked meanwhile. */
export function page(tools: CircleTools, view: (context: Context, told: Told) => ReturnType<typeof Frame>) {
  return (context: Context) => {
    const circle = circleNamed(tools, context.req.query('circle'))
    if (!circle) return context.redirect('/circle', 303)
    tools.tendSoon(LOOKED_AT)
    const told = tell(tools, circle)
    return context.html(told ? view(context, told) : <Opening context={context} circle={circle} />)
  }
}

// What was said goes at once where the relay is in reach; where it is not, nobody waits for it.
const PATIENCE = 1500

/** Lets what was just said reach the relay, for a moment. */
export async function sent(tools: CircleTools): Promise<void> {
  await Promise.race([tools.tend(), new Promise(done => setTimeout(done, PATIENCE).unref())])
}

const PAGES = [
  ['week', 'This week'],
  ['people', 'People'],
  ['past', 'Past weeks'],
] as const

/** The frame of a circle's pages: what hinders it, where else to go, and one way to close it quickly. */
export function CirclePage({
  context,
  told,
  title,
  children,
}: {
  context: Context
  told: Told
  title: string
  children?: Child
}) {
  const { circle, roster } = told
  const here = context.req.path
  return (
    <Frame context={context} title={title}>
      <p class="row apart">
        <span class="soft">
          {PAGES.map(([name, words], index) => (
            <>
              {index > 0 && ' · '}
              {here === `/circle/${name}` ? words : <a href={at(name, circle)}>{words}</a>}
            </>
          ))}
        </span>
        <QuickClose />
      </p>
      <h1>{title}</h1>
      <Note context={context} />
      <Hindrances told={told} />
      {circle.endedAt !== null && (
        <p class="notice">
          You do not belong to {roster.name} any more. What was read stays here until you{' '}
          <a href={at('forget', circle)}>take it away</a>.
        </p>
      )}
      {children}
    </Frame>
  )
}

/** Leaves for the first page at once, and leaves nothing to go back to where scripts run. */
export function QuickClose() {
  return (
    <a href="/" data-close title="Escape does it too">
      Close
    </a>
  )
}

export function Note({ context }: { context: Context }) {
  const note = context.req.query('note')?.slice(0, 300)
  return note ? (
    <p class="notice" role="status">
      {note}
    </p>
  ) : null
}

/** Who left or was removed in the last week. */
export function Departed({ told: { departed, roster, circle } }: { told: Told }) {
  return (
    <>
      {departed.map(one => (
        <p class="soft">{departureWords(one, roster.names, circle.author)}</p>
      ))}
    </>
  )
}

function Hindrances({ told: { circle, roster, faults, unheard } }: { told: Told }) {
  return (
    <>
      {unheard && circle.endedAt === null && <p class="notice">{UNHEARD_WORDS}</p>}
      {circle.problem && circle.endedAt === null && <p class="soft">{troubleWords(circle.problem as RelayTrouble)}</p>}
      {faults.map(fault => (
        <p class="notice">{faultWords(fault, roster.names)}</p>
      ))}
    </>
  )
}

function Opening({ context, circle }: { context: Context; circle: Circle }) {
  return (
    <Frame context={context} title="Circle" refresh>
      <div data-live aria-live="polite">
        <h1>The circle is opening.</h1>
        <p class="soft">
          {circle.problem ? troubleWords(circle.problem as RelayTrouble) : 'It is being read from the relay.'}
        </p>
      </div>
      <p>
        <a href="/circle">Back</a>
      </p>
    </Frame>
  )
}
