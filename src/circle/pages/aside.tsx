import { type Ask, askOf } from '../machine/telling.ts'
import type { CircleTools } from '../machine/tools.ts'
import { at } from './page.tsx'

/** What a circle asks or tells on the first page: at most one thing, and mostly nothing. */
export function circleAside(tools: CircleTools) {
  const ask = askOf(tools)
  if (!ask) return undefined
  const { circle, week, roster } = ask.told
  return (
    <form method="post" action="/circle/put-off" class="end">
      <input type="hidden" name="circle" value={String(circle.id)} />
      <input type="hidden" name="which" value={ask.what === 'call' ? ask.hash : week} />
      <p>{wordsOf(ask, roster.name)}</p>
      <p class="row">
        {ask.what !== 'nudge' && ask.what !== 'call' && <a href={at('week', circle)}>{LINKS[ask.what]}</a>}
        <button type="submit" name="what" value={ask.what} class="word">
          {ask.what === 'call' ? 'I have seen it' : ask.what === 'nudge' ? 'I have read it' : 'Not this week'}
        </button>
      </p>
    </form>
  )
}

const LINKS = { note: 'Write it', season: 'Look' } as const

function wordsOf(ask: Ask, circle: string): string {
  switch (ask.what) {
    case 'call':
      return `${ask.name} could use a call. Ring them, as you always do.`
    case 'note':
      return `This week’s note to ${circle} takes a minute.`
    case 'season':
      return `The season of ${circle} is over. Would you like another?`
    case 'nudge':
      return `You have not heard from ${ask.name} for a while. A hello that nobody expects lands better than one thinks; write it in your own words, as you always write to them.`
  }
}
