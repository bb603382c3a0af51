import type { App } from './app.ts'
import { offerToday } from './offering.ts'
import { PARTS } from './parts.ts'
import { keepCard } from './signals/store/cards.ts'
import { localDay } from './time/window.ts'
import { readForm } from './web/form.ts'
import { post, type Route } from './web/route.ts'

/** What a person says to the offer of a part: it is begun, or not spoken of again. */
export function offerRoutes(app: App): Route[] {
  return [
    post('/offer', 'session', async context => {
      const form = await readForm(context)
      const { clock } = app.machine
      const day = localDay(clock.now(), clock.zone()).toString()
      const [name, word] = [form.text('part'), form.text('word')]
      const part = PARTS.find(one => one.name === name)
      if (!part && !/^quarter \d{1,3}$/.test(name)) return context.redirect('/', 303)
      // A page that was open since another day answers nothing of today.
      const offer = offerToday(app)
      const offered = offer && ('part' in offer ? offer.part.name : `quarter ${offer.quarter}`)
      if (offered === name)
        keepCard(app.db, { kind: 'offer', day, word: `${word === 'yes' ? 'yes' : 'no'} ${name}`, saidOn: day })
      if (word !== 'yes') return context.redirect('/', 303)
      return context.redirect(part ? await part.begin(app) : '/quarter', 303)
    }),
  ]
}

/** The week's one offer, where there is one. */
export function offerAside(app: App) {
  const offer = offerToday(app)
  if (!offer) return undefined
  const [name, words, yes] =
    'part' in offer
      ? [offer.part.name, offer.part.offer, 'Show me']
      : [`quarter ${offer.quarter}`, 'Thirteen weeks have gone by. One page tells how they were.', 'Look back']
  return (
    <form method="post" action="/offer" class="end">
      <input type="hidden" name="part" value={name} />
      <p>{words}</p>
      <p class="row">
        <button type="submit" name="word" value="yes" class="plain">
          {yes}
        </button>
        <button type="submit" name="word" value="no" class="word">
          No, thanks
        </button>
      </p>
    </form>
  )
}
