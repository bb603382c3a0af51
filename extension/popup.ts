import { api } from './browser.ts'
import type { Answer } from './messages.ts'
import { ask, momentWords, part } from './page.ts'

const PAIRED: Record<Exclude<Answer['paired'], undefined>, string> = {
  paired: 'Paired.',
  away: 'Evenkeel did not answer there. Start it (evenkeel serve), then try again.',
  refused: 'That code was used, or is over ten minutes old. Evenkeel shows another.',
  'no-code': 'A code looks like 4815-ABCD-EFGH.',
}

async function show(): Promise<void> {
  const answer = await ask({ ask: 'standing' })
  const { isPaired, address } = answer
  // An app that does not answer may have moved to another port: then a new code leads there.
  const pairing = part<HTMLDetailsElement>('pairing')
  pairing.hidden = isPaired && answer.exchanged === 'answered'
  pairing.open = !isPaired
  const link = part<HTMLAnchorElement>('app')
  link.hidden = address === null
  link.href = `${address ?? ''}/off`
  const [standing, more] = await words(answer)
  part('standing').textContent = standing
  part('more').textContent = more
}

async function words(answer: Answer): Promise<[string, string]> {
  const { isPaired, off, time, zone, horizon, next, exchanged } = answer
  if (exchanged === 'not-paired')
    return ['Not paired with Evenkeel yet.', 'In Evenkeel, open “Off time”, then “In your browser”. It shows a code.']
  const note = !isPaired
    ? 'Evenkeel does not know this browser any more. Pair it again with a new code.'
    : exchanged === 'away'
      ? 'Evenkeel is not running; what it said last is kept.'
      : ''
  if (off) return [`Off until ${await momentWords(off.to, time, zone)}.`, note]
  if (horizon !== null && time >= horizon)
    return ['Nothing is closed any more.', note || 'The hours that were known have run out.']
  if (next) return [`The next off time begins ${await momentWords(next.from, time, zone)}.`, note]
  return ['No off time is set.', note]
}

part<HTMLFormElement>('pair').onsubmit = async event => {
  event.preventDefault()
  const { paired } = await ask({ ask: 'pair', code: part<HTMLInputElement>('code').value })
  part('paired').textContent = PAIRED[paired ?? 'no-code']
  if (paired === 'paired') await show()
}

part('leave').onclick = () => void api.management.uninstallSelf({ showConfirmDialog: true }).catch(() => {})

void show()
