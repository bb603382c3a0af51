import { everyCircle } from '../src/circle/store/circles.ts'
import { invitationsOf, joinings } from '../src/circle/store/invitations.ts'
import { RELAY, simulatedRelay } from './circle.ts'
import { house } from './house.ts'

const FRIDAY = '2026-06-05T10:00:00Z'

/** Someone with an app of their own; `away` keeps the relay out of their reach. */
export function someone(name: string, relay: ReturnType<typeof simulatedRelay>, now = FRIDAY) {
  let reach: 'ok' | 'unreachable' = 'ok'
  const home = house({ now, door: relay.doorOf(name, () => reach) })
  home.plan({ welcomedAt: 0 })
  return {
    ...home,
    name,
    away: (is: boolean) => {
      reach = is ? 'unreachable' : 'ok'
    },
    tend: () => home.app.circle.tend(),
    id: () => String(everyCircle(home.db).at(-1)?.id),
    week: () => home.page(`/circle/week?circle=${everyCircle(home.db).at(-1)?.id}`),
  }
}
export type Someone = ReturnType<typeof someone>

/** One invites the other, and both say that the words are the same. */
export async function join(host: Someone, guest: Someone, circle = host.id()) {
  await host.post('/circle/invite', { circle })
  const invitation = invitationsOf(host.db).at(-1)
  await guest.post('/circle/join', { code: invitation?.code ?? '', myName: guest.name })
  await guest.post('/circle/joining', { joining: String(joinings(guest.db).at(-1)?.id), words: 'same' })
  await host.tend()
  await host.post('/circle/answer', { invitation: String(invitation?.id), words: 'same' })
  await guest.tend()
}

/** Three people in one circle. */
export async function three(now = FRIDAY) {
  const relay = simulatedRelay()
  const [ana, ben, cleo] = ['Ana', 'Ben', 'Cleo'].map(name => someone(name, relay, now)) as [Someone, Someone, Someone]
  await ana.post('/circle/begin', { name: 'Thursday people', myName: 'Ana', relay: RELAY })
  await join(ana, ben)
  await join(ana, cleo)
  await ben.tend()
  return { relay, ana, ben, cleo, all: [ana, ben, cleo] }
}
