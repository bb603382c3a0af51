import type { Context } from 'hono'
import encodeQR from 'qr'
import { MOST_MEMBERS } from '../../../protocol/said.ts'
import { readForm } from '../../web/form.ts'
import { get, post, type Route } from '../../web/route.ts'
import { accept, closeInvitation, invite } from '../machine/inviting.ts'
import { type Told, tell } from '../machine/telling.ts'
import type { CircleTools } from '../machine/tools.ts'
import { type Invitation, invitationsOf } from '../store/invitations.ts'
import { at, CirclePage, circleNamed, page, sent } from './page.tsx'

/** Inviting someone, or a member who lost their machine: a code to hand over, and words to compare. */
export function inviteRoutes(tools: CircleTools): Route[] {
  const { db, clock } = tools
  const named = (id: string | undefined) => invitationsOf(db).find(one => one.id === Number(id))
  return [
    get(
      '/circle/invite',
      'session',
      page(tools, (context, told) => <InvitePage context={context} told={told} tools={tools} />),
    ),
    post('/circle/invite', 'session', async context => {
      const form = await readForm(context)
      const circle = circleNamed(tools, form.text('circle'))
      const told = circle && tell(tools, circle)
      if (!circle || !told?.belongs) return context.redirect('/circle', 303)
      const again = told.others.find(({ author }) => author === form.text('again'))?.author ?? null
      await invite(tools, circle.id, again)
      return context.redirect(at('invite', circle), 303)
    }),
    post('/circle/answer', 'session', async context => {
      const form = await readForm(context)
      const invitation = named(form.text('invitation'))
      const circle = invitation && circleNamed(tools, String(invitation.circleId))
      if (!invitation || !circle) return context.redirect('/circle', 303)
      if (form.text('words') === 'same') {
        const accepted = accept(tools, invitation.id)
        if (accepted === 'full') return context.redirect(at('invite', circle, FULL), 303)
        if (accepted === 'over') return context.redirect(at('invite', circle, OVER), 303)
        await sent(tools)
        const author = invitation.member?.author ?? ''
        const name = tell(tools, circle)?.roster.members.find(one => one.author === author)?.name
        const note = name ? `${name} belongs to it now.` : 'They are let in as soon as the relay is reached.'
        return context.redirect(at('people', circle, note), 303)
      }
      closeInvitation(tools, invitation.id)
      const note =
        form.text('words') === 'differ'
          ? 'Nobody was let in. Someone else may have read the invitation: send the next one another way.'
          : invitation.state === 'accepted'
            ? ''
            : 'The invitation is taken back.'
      return context.redirect(at('invite', circle, note), 303)
    }),
    get('/circle/invitation.gif', 'session', context => {
      const invitation = named(context.req.query('invitation'))
      if (!invitation || invitation.until <= clock.now()) return context.redirect('/circle', 303)
      return context.body(new Uint8Array(encodeQR(invitation.code, 'gif', { scale: 6, border: 4 })), 200, {
        'content-type': 'image/gif',
      })
    }),
  ]
}

const FULL = 'Eight are as many as a circle takes. Nobody was let in.'
const OVER = 'This invitation is over. Nobody was let in.'

function InvitePage({ context, told, tools }: { context: Context; told: Told; tools: CircleTools }) {
  const { circle, roster, others } = told
  const again = others.find(({ author }) => author === context.req.query('again'))
  const all = invitationsOf(tools.db, circle.id)
  const present = all.filter(
    ({ until, state }) => until > tools.clock.now() && ['open', 'answered', 'twice'].includes(state),
  )
  const left = all.filter(one => isLeftOut(one, told))
  return (
    <CirclePage
      context={context}
      told={told}
      title={again ? `${again.name} lost their machine` : `Invite someone to ${roster.name}`}
    >
      {again && (
        <p>
          Call {again.name} first: a message could be from anyone who has the machine. With the invitation they come
          back as themselves; their old machine can read nothing that is written from then on.
        </p>
      )}
      {!again && left.map(({ id, member }) => <LeftOut id={id} member={member?.name ?? ''} told={told} />)}
      {!again && present.map(one => <OneInvitation invitation={one} again={nameOf(told, one.again)} />)}
      {/* With an answer there is no such line, and the page is shown anew. */}
      {!again && present.length > 0 && present.every(({ state }) => state === 'open') && (
        <p class="soft" data-live aria-live="polite">
          Waiting for an answer. You can leave this page.
        </p>
      )}
      {told.belongs && (
        <form method="post" action="/circle/invite">
          <input type="hidden" name="circle" value={String(circle.id)} />
          {again && <input type="hidden" name="again" value={again.author} />}
          {present.length === 0 && !again && (
            <p>
              It makes a code for one person, for seven days. Nobody comes in by it alone: you read six words to each
              other first.
            </p>
          )}
          <button type="submit" class={present.length > 0 && !again ? 'plain' : ''}>
            {present.length > 0 && !again ? 'Another invitation' : 'Make an invitation'}
          </button>
        </form>
      )}
      {again && (
        <p>
          <a href={at('people', circle)}>Back</a>
        </p>
      )}
    </CirclePage>
  )
}

function nameOf({ roster }: Told, author: string | null): string | undefined {
  return author === null ? undefined : roster.names.get(author)
}

/** Whether someone was accepted and could not be let in: someone else changed the circle just then. */
function isLeftOut({ state, told: knows, member }: Invitation, { roster, drafts, belongs }: Told): boolean {
  const author = member?.author ?? ''
  const isIn = roster.members.some(one => one.author === author) || roster.gone.has(author)
  return belongs && state === 'accepted' && knows === null && !isIn && !drafts.some(({ body }) => body.includes(author))
}

function LeftOut({ id, member, told: { circle, roster } }: { id: number; member: string; told: Told }) {
  return (
    <form method="post" action="/circle/answer" class="row apart notice">
      <input type="hidden" name="invitation" value={String(id)} />
      <span>
        {member} could not be let in: someone else changed the circle just then.{' '}
        {roster.members.length >= MOST_MEMBERS ? (
          'Eight are as many as a circle takes.'
        ) : (
          <>
            Look at its <a href={at('people', circle)}>people</a>, or invite them anew.
          </>
        )}
      </span>
      <button type="submit" name="words" value="" class="word">
        I have seen it
      </button>
    </form>
  )
}

function OneInvitation({ invitation, again }: { invitation: Invitation; again: string | undefined }) {
  const { id, state, member, words, code } = invitation
  return (
    <section class="told">
      {again && <p class="soft">For {again}, who lost their machine.</p>}
      {state === 'answered' && (
        <>
          <h2>{member?.name} has answered. Are the words the same?</h2>
          <p class="words">{words}</p>
          <p class="soft">Call them, and read the words to each other.</p>
        </>
      )}
      {state === 'twice' && (
        <p>Two have answered it. It is worth nothing now; make another, and send it another way.</p>
      )}
      {state === 'open' && (
        <>
          <label for={`code-${id}`}>Send this to one person, as you like</label>
          <textarea id={`code-${id}`} rows={5} readonly spellcheck={false}>
            {code}
          </textarea>
          <p>
            <img
              class="code"
              src={`/circle/invitation.gif?invitation=${id}`}
              alt="The same code, to be read by another’s Evenkeel"
            />
          </p>
        </>
      )}
      <form method="post" action="/circle/answer" class="row">
        <input type="hidden" name="invitation" value={String(id)} />
        {state === 'answered' && (
          <>
            <button type="submit" name="words" value="same">
              They are the same
            </button>
            <button type="submit" name="words" value="differ" class="plain">
              They differ
            </button>
          </>
        )}
        {state === 'open' && (
          <button type="button" class="plain" data-copy={`code-${id}`} hidden>
            Copy it
          </button>
        )}
        {state !== 'answered' && (
          <button type="submit" name="words" value="" class="word">
            Take it back
          </button>
        )}
      </form>
    </section>
  )
}
