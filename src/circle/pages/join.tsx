import type { Context } from 'hono'
import decodeQR from 'qr/decode.js'
import { LONGEST_NAME } from '../../../protocol/said.ts'
import { keepSetting } from '../../store/setting.ts'
import { readForm } from '../../web/form.ts'
import { Frame } from '../../web/frame.tsx'
import { get, post, type Route } from '../../web/route.ts'
import { readCode } from '../code.ts'
import type { RelayTrouble } from '../machine/door.ts'
import { join } from '../machine/inviting.ts'
import { LOOKED_AT } from '../machine/tending.ts'
import type { CircleTools } from '../machine/tools.ts'
import { circleOn } from '../settings.ts'
import { dropJoining, type Joining, joinings, keepJoining } from '../store/invitations.ts'
import { CODE_WORDS, nameFrom, troubleWords } from '../words.ts'
import { Rules } from './circles.tsx'
import { sent } from './page.tsx'

// A picture of 800 by 800 grey dots, as base64.
const PICTURE_BYTES = 1 << 20
const LONGEST_CODE = 4000

/** Answering an invitation, and comparing the words. */
export function joinRoutes(tools: CircleTools): Route[] {
  const { db } = tools
  const named = (text: string | undefined) => joinings(db).find(({ id }) => id === Number(text))
  return [
    get('/circle/join', 'session', context => context.html(<JoinPage context={context} />)),
    post(
      '/circle/join',
      'session',
      async context => {
        const form = await readForm(context)
        const code =
          form.text('code').slice(0, LONGEST_CODE) || readPicture(form.text('picture'), Number(form.text('width')))
        const name = nameFrom(form.text('myName'), LONGEST_NAME)
        if (code === '' && form.text('picture') !== '')
          return context.html(<JoinPage context={context} name={name} wrong={NO_PICTURE} />)
        if (name === '') return context.html(<JoinPage context={context} code={code} wrong={NO_NAME} />)
        const joining = await join(tools, code, name)
        if (typeof joining === 'string')
          return context.html(<JoinPage context={context} code={code} name={name} wrong={CODE_WORDS[joining]} />)
        keepSetting(db, circleOn, 'yes')
        await sent(tools)
        return context.redirect(`/circle/joining?joining=${joining}`, 303)
      },
      PICTURE_BYTES,
    ),
    get('/circle/joining', 'session', context => {
      const joining = named(context.req.query('joining'))
      if (!joining) return context.redirect('/circle', 303)
      if (joining.circleId !== null) return context.redirect(`/circle/week?circle=${joining.circleId}`, 303)
      tools.tendSoon(LOOKED_AT)
      return context.html(<JoiningPage context={context} joining={joining} />)
    }),
    post('/circle/joining', 'session', async context => {
      const form = await readForm(context)
      const joining = named(form.text('joining'))
      if (!joining) return context.redirect('/circle', 303)
      if (form.text('words') !== 'same') {
        dropJoining(db, joining.id)
        const note = form.text('words') === 'differ' ? DIFFERED : 'It was given up.'
        return context.redirect(`/circle?${new URLSearchParams({ note })}`, 303)
      }
      keepJoining(db, { ...joining, matched: true })
      await sent(tools)
      return context.redirect(`/circle/joining?joining=${joining.id}`, 303)
    }),
  ]
}

const NO_NAME = 'Say how the others know you. Nothing was sent.'
const NO_PICTURE =
  'There is no code to be read in this picture. Take one that shows it whole and sharp, or paste the text.'
const DIFFERED = 'It was given up. Ask for another invitation, sent another way: someone may have read this one.'

/** The text in a picture of grey dots, in rows of `width`; empty for none. */
function readPicture(base64: string, width: number): string {
  const grey = Buffer.from(base64, 'base64')
  const height = grey.length / width
  if (!(Number.isInteger(width) && width > 0 && Number.isInteger(height) && height > 0)) return ''
  try {
    return decodeQR({ width, height, data: grey }, { format: 'I420', timeLimit: 2000 })
  } catch {
    return ''
  }
}

function JoinPage({ context, code, name, wrong }: { context: Context; code?: string; name?: string; wrong?: string }) {
  return (
    <Frame context={context} title="Join a circle">
      <h1>Join a circle</h1>
      {wrong && (
        <p class="notice" role="alert">
          {wrong}
        </p>
      )}
      <form method="post" action="/circle/join">
        <div class="field">
          <label for="code">The invitation you were sent</label>
          <textarea
            id="code"
            name="code"
            rows={4}
            maxlength={LONGEST_CODE}
            placeholder="evenkeel-circle:…"
            spellcheck={false}
          >
            {code ?? ''}
          </textarea>
          <div data-picture hidden>
            <label for="file">or a picture of its code</label>
            <input type="file" id="file" accept="image/*" />
            <input type="hidden" name="picture" />
            <input type="hidden" name="width" />
          </div>
        </div>
        <div class="field">
          <label for="myName">Your name in it</label>
          <input
            type="text"
            id="myName"
            name="myName"
            value={name ?? ''}
            maxlength={LONGEST_NAME}
            autocomplete="off"
            required
          />
        </div>
        <Rules />
        <button type="submit">Answer it</button>
      </form>
      <p>
        <a href="/circle">Back</a>
      </p>
    </Frame>
  )
}

function JoiningPage({ context, joining }: { context: Context; joining: Joining }) {
  const relay = readCode(joining.code)?.relay
  return (
    <Frame context={context} title="Join a circle" refresh={joining.matched}>
      <h1>{joining.matched ? 'Now they let you in.' : 'Are the words the same?'}</h1>
      <p class="words">{joining.words}</p>
      {joining.matched ? (
        <>
          <div data-live aria-live="polite">
            <p>As soon as they have said that the words are the same, the circle opens here.</p>
            <p class="soft">
              {joining.problem ? troubleWords(joining.problem as RelayTrouble) : 'You can leave this page.'}
            </p>
          </div>
          <form method="post" action="/circle/joining">
            <input type="hidden" name="joining" value={String(joining.id)} />
            <button type="submit" name="words" value="" class="word">
              Give it up
            </button>
          </form>
        </>
      ) : (
        <>
          <p>
            Call who invited you, and read the words to each other. The same on both machines: nobody is in between. Do
            not send them where you got the invitation.
          </p>
          <form method="post" action="/circle/joining" class="row">
            <input type="hidden" name="joining" value={String(joining.id)} />
            <button type="submit" name="words" value="same">
              They are the same
            </button>
            <button type="submit" name="words" value="differ" class="plain">
              They differ
            </button>
          </form>
          <p class="soft">
            {joining.problem ? troubleWords(joining.problem as RelayTrouble) : `The relay is ${relay}.`}
          </p>
        </>
      )}
      <p>
        <a href="/circle?all=yes">Back</a>
      </p>
    </Frame>
  )
}
