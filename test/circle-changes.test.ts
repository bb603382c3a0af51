import { describe, expect, it } from 'vitest'
import { beginnings } from '../src/circle/commands/joining.ts'
import { tendCircles } from '../src/circle/machine/tending.ts'
import { circleOf, everyCircle } from '../src/circle/store/circles.ts'
import { invitationsOf, joinings } from '../src/circle/store/invitations.ts'
import { RELAY, simulatedRelay } from './circle.ts'
import { join, type Someone, someone, three } from './circle-people.ts'

/** A guest answers an invitation of a host and has said that the words are the same. */
async function answers(host: Someone, guest: Someone) {
  await host.post('/circle/invite', { circle: host.id() })
  const invitation = invitationsOf(host.db).at(-1)
  await guest.post('/circle/join', { code: invitation?.code ?? '', myName: guest.name })
  await guest.post('/circle/joining', { joining: String(joinings(guest.db).at(-1)?.id), words: 'same' })
  await host.tend()
  return String(invitation?.id)
}

const peoplePage = (one: Someone) => one.page(`/circle/people?circle=${one.id()}`)
const said = async (one: Someone, ...words: string[]) => (await one.run(['circle', ...words])).out

describe('who belongs to a circle', () => {
  it('is told with who removed whom and who left, also to who was removed', async () => {
    const { ana, ben, cleo, all } = await three()
    const who = everyCircle(cleo.db)[0]?.author ?? ''
    await ana.post('/circle/remove', { circle: ana.id(), who })
    for (const one of [...all, ...all]) await one.tend()
    expect(await ana.week()).toContain('You removed Cleo.')
    expect(await peoplePage(ben)).toContain('Ana removed Cleo.')
    expect(await said(ben)).toContain('Ana removed Cleo.')
    expect(await cleo.week()).toContain('Ana removed you.')
    expect(await said(cleo)).toContain('You do not belong to Thursday people any more.')
    expect(await said(cleo)).not.toContain('No circle yet')
    expect(await said(cleo, 'people', '--circle', 'thursday people')).toContain('You do not belong to it any more.')
    await ben.post('/circle/leave', { circle: ben.id() })
    for (const one of [ben, ana, ana]) await one.tend()
    expect(await ana.week()).toContain('Ben left.')
    ana.clock.pass({ hours: 8 * 24 })
    for (const words of ['Ben left.', 'You removed']) expect(await ana.week()).not.toContain(words)
  })

  it('is not said to have been removed who lost a machine and is back', async () => {
    const { relay, ana, ben, cleo } = await three()
    const again = everyCircle(ben.db)[0]?.author ?? ''
    const anew = someone('Benny', relay)
    await ana.post('/circle/invite', { circle: ana.id(), again })
    const invitation = invitationsOf(ana.db).at(-1)
    await anew.post('/circle/join', { code: invitation?.code ?? '', myName: 'Benny' })
    await anew.post('/circle/joining', { joining: '1', words: 'same' })
    expect(await said(ana, 'words')).toContain('Benny as Ben, who lost their machine, has answered')
    expect(await said(ana)).toContain('has answered for Thursday people')
    expect(await said(ana, 'words', 'same')).toContain('Ben belongs to it now.')
    for (const one of [anew, cleo, ana, cleo]) await one.tend()
    expect(await peoplePage(cleo)).toContain('on a new machine, as Ana confirmed')
    expect(await cleo.week()).not.toContain('removed')
    expect(await peoplePage(anew)).toContain('<strong>Ben</strong>')
  })

  it('never has two of one name', async () => {
    const { relay, ana } = await three()
    await join(ana, someone('ben', relay))
    expect(await peoplePage(ana)).toContain('<strong>ben 2</strong>')
  })

  it('is let in by two at once, and told of where that makes too many', async () => {
    const { relay, ana, ben } = await three()
    for (const name of ['Fay', 'Gil', 'Hana']) await join(ana, someone(name, relay))
    await ben.tend()
    const [dan, eve] = [someone('Dan', relay), someone('Eve', relay)]
    const [one, other] = [await answers(ana, dan), await answers(ben, eve)]
    for (const host of [ana, ben]) host.away(true)
    await ana.post('/circle/answer', { invitation: one, words: 'same' })
    const note = (await ben.post('/circle/answer', { invitation: other, words: 'same' })).headers.get('location')
    expect(note).toContain('as+soon+as+the+relay+is+reached')
    for (const host of [ana, ben]) host.away(false)
    for (const host of [ana, ben, ana, ben]) await host.tend()
    for (const name of ['Dan', 'Eve']) expect(await peoplePage(ana)).toContain(`<strong>${name}</strong>`)
    const invitePage = () => ben.page(`/circle/invite?circle=${ben.id()}`)
    expect(await invitePage()).not.toContain('could not be let in')
    // There are eight: of two more only one fits, once another has left.
    await eve.tend()
    await ben.post('/circle/remove', { circle: ben.id(), who: everyCircle(eve.db)[0]?.author ?? '' })
    for (const host of [ana, ben, ana]) await host.tend()
    const [third, fourth] = [await answers(ana, someone('Ida', relay)), await answers(ben, someone('Jon', relay))]
    for (const host of [ana, ben]) host.away(true)
    await ana.post('/circle/answer', { invitation: third, words: 'same' })
    await ben.post('/circle/answer', { invitation: fourth, words: 'same' })
    for (const host of [ana, ben]) host.away(false)
    for (const host of [ana, ben, ana, ben]) await host.tend()
    expect(await peoplePage(ben)).toContain('<strong>Ida</strong>')
    expect(await invitePage()).toContain('Jon could not be let in')
    await ben.post('/circle/answer', { invitation: fourth, words: '' })
    expect(await invitePage()).not.toContain('could not be let in')
  })

  it('is kept by a way out of an invitation that nobody ever follows up', async () => {
    const { relay, ana, ben } = await three()
    const dan = someone('Dan', relay)
    await answers(ana, dan)
    const page = await dan.page('/circle/joining?joining=1')
    expect(page).toContain('Give it up')
    expect(await said(dan)).toContain('You wait until they let you in.')
    expect(await said(dan, 'words', 'differ')).toContain('It was given up.')
    expect(joinings(dan.db)).toEqual([])
    // One that was never compared is over after a week, and stands in nobody’s way.
    await ana.post('/circle/begin', { name: 'Sunday walkers', myName: 'Ana', relay: RELAY })
    await ana.post('/circle/invite', { circle: ana.id() })
    await ben.post('/circle/join', { code: invitationsOf(ana.db).at(-1)?.code ?? '', myName: 'Ben' })
    expect(await ben.page('/circle')).toContain('An invitation that you answered')
    ben.clock.pass({ hours: 8 * 24 })
    await ben.tend()
    expect(await ben.page('/circle')).not.toContain('An invitation that you answered')
    expect(joinings(ben.db).filter(({ circleId }) => circleId === null)).toEqual([])
  })
})

describe('several circles, and several answers', () => {
  it('are told apart by the first of the words, and by number', async () => {
    const { relay, ana, ben } = await three()
    const [dan, eve] = [someone('Dan', relay), someone('Eve', relay)]
    await answers(ana, dan)
    await answers(ana, eve)
    await expect(ana.run(['circle', 'words', 'same'])).rejects.toThrow('Say which, by the first of the words')
    // Once in two thousand times the first word of both is the same: then one more is asked for.
    const words = invitationsOf(ana.db).map(one => one.words ?? '')
    const first = beginnings(words).at(-1)?.split(' ') ?? []
    expect(await said(ana, 'words', 'same', ...first)).toContain('Eve belongs to it now.')
    expect(beginnings(['dilemma lake owl', 'dilemma sun owl'])).toEqual(['dilemma lake', 'dilemma sun'])
    expect(beginnings(['dilemma lake', 'dilemma lake'])).toEqual(['dilemma lake', 'dilemma lake'])
    await expect(ana.run(['circle', 'words', 'same', 'zzz'])).resolves.toMatchObject({ code: 1 })
    expect(await said(ana, 'words', 'differ')).toContain('Nobody was let in.')
    // Of one name only by joining another’s.
    const page = await ana.post('/circle/begin', { name: 'thursday people', myName: 'Ana', relay: RELAY })
    expect(await page.text()).toContain('You belong to a circle of this name already.')
    await expect(ana.run(['circle', 'begin', 'Thursday people', '--as', 'A', '--relay', RELAY])).rejects.toThrow(
      'already',
    )
    await dan.post('/circle/begin', { name: 'Thursday people', myName: 'Dan', relay: RELAY })
    await join(dan, ben)
    await expect(ben.run(['circle'])).rejects.toThrow('--circle 1 or --circle 2')
    expect(await said(ben, '--circle', '2')).toContain('with Dan')
    // A hidden one is what is looked for by name.
    await ben.post('/circle/hide', { circle: '2', hidden: 'yes' })
    const found = await ben.post('/circle/find', { name: 'thursday people' })
    expect(found.headers.get('location')).toContain('circle=2')
    const back = await ben.post('/circle/nudges', { circle: '2', on: 'yes' })
    expect(back.headers.get('location')).toContain('/circle/people')
  })

  it('go on when something unexpected happens in one of them', async () => {
    const { ana, ben } = await three()
    await ana.post('/circle/begin', { name: 'Sunday walkers', myName: 'Ana', relay: RELAY })
    await join(ana, ben)
    const broken = circleOf(ben.db, 1)?.capability
    const { circle: tools } = ben.app
    const door = {
      ...tools.door,
      read: async (...asked: Parameters<typeof tools.door.read>) => {
        if (asked[0].capability === broken) throw new Error('not foreseen')
        return tools.door.read(...asked)
      },
    }
    await ana.post('/circle/note', { circle: '2', good: 'A swim' })
    const reported: unknown[] = []
    await tendCircles(Object.assign(Object.create(tools) as typeof tools, { door }), error => reported.push(error))
    expect(reported).toMatchObject([{ message: 'not foreseen' }])
    expect(await ben.page('/circle/week?circle=2')).toContain('A swim')
  })
})

describe('what is written in a circle', () => {
  it('can be written anew from what it was, and is nothing where nothing was written', async () => {
    const { ana } = await three()
    const nothing = await ana.post('/circle/note', { circle: ana.id(), good: '  ' })
    expect(nothing.headers.get('location')).toContain('There+was+nothing+to+send')
    await ana.post('/circle/note', { circle: ana.id(), mood: 'mixed', evenings: '3', good: 'Soup & bread' })
    const page = await ana.page(`/circle/week?circle=${ana.id()}&write=again`)
    expect(page).toMatch(/value="mixed" checked/)
    expect(page).toMatch(/name="evenings"[^>]* value="3"/)
    expect(page).toMatch(/<textarea id="good"[^>]*>Soup &amp; bread<\/textarea>/)
    expect(page).toContain('Leave it as it is')
    await expect(ana.run(['circle', 'note', 'x', '--evenings', ''])).rejects.toThrow('0 to 7')
  })

  it('is taken back when it has not gone: a wish for a call that is settled before anyone heard of it', async () => {
    const { ana, ben } = await three()
    ana.away(true)
    expect(await said(ana, 'call')).toContain('Kept. It goes as soon as the relay takes it.')
    expect(await ana.week()).toContain('It is on its way.')
    await said(ana, 'settled')
    ana.away(false)
    for (const one of [ana, ben]) await one.tend()
    expect(await ben.week()).not.toContain('Ana could use')
    expect(await ana.week()).not.toContain('You could use')
  })

  it('says of days what is wrong with them, and tells the others who is away', async () => {
    const { ana, ben } = await three()
    for (const until of ['2026-13-45', '2026-02-30', '2026-01-01', 'soon']) {
      const answer = await ana.post('/circle/away', { circle: ana.id(), until })
      expect(answer.headers.get('location')).toContain('Name+a+day+to+come')
      await expect(ana.run(['circle', 'away', until])).rejects.toThrow('Name a day to come')
    }
    await expect(ana.run(['circle', 'away'])).rejects.toThrow('Name a day to come')
    expect(await said(ana, 'away', '2027-01-03')).toContain('They are told.')
    await ben.tend()
    expect(await peoplePage(ben)).toContain('away until Sunday 3 January 2027')
    expect(await said(ben, 'people')).toContain('Ana, away until Sunday 3 January 2027')
    await said(ana, 'away', 'back')
    await ben.tend()
    expect(await peoplePage(ben)).not.toContain('away until')
  })

  it('proposes no time that is past, and keeps the others that were filled in', async () => {
    const { ana } = await three()
    const form = { circle: ana.id(), day0: '2026-06-20', time0: '18:00', day1: '2026-06-01', time1: '18:00' }
    const page = await (await ana.post('/circle/meet', { ...form, kind: 'a meal', where: 'The corner' })).text()
    expect(page).toContain('Nothing was proposed.')
    for (const kept of ['value="2026-06-20"', 'value="2026-06-01"', 'value="The corner"']) expect(page).toContain(kept)
    expect(page).toMatch(/value="a meal" checked/)
    expect(page).not.toMatch(/name="noProjects"[^>]*checked/)
    await expect(ana.run(['circle', 'meet', '--times', '2026-06-20 18:00, 2026-06-01 18:00'])).rejects.toThrow(
      '"2026-06-01 18:00" is no time to come',
    )
    await ana.post('/circle/meet', { circle: ana.id(), day0: '2026-06-20', time0: '18:00', kind: 'a meal' })
    expect(await ana.week()).toContain('Saturday 20 June at 18:00')
  })

  it('asks for another season only near the end of one, and says when it begins', async () => {
    const { ana, ben, all } = await three()
    const early = await ana.run(['circle', 'season'])
    expect([early.code, early.err]).toEqual([1, expect.stringContaining('in its last two weeks')])
    await ana.post('/circle/season', { circle: ana.id(), more: 'yes' })
    for (const one of all) one.clock.pass({ hours: 11 * 7 * 24 })
    expect(await said(ana, 'season')).toContain('It goes on when one other wants it too.')
    expect(await said(ben, 'season')).toContain('Another season begins on Friday 28 August.')
    expect(await said(ben, 'people')).toContain('runs until Thursday 19 November')
  })

  it('alone is told to nobody', async () => {
    const relay = simulatedRelay()
    const ana = someone('Ana', relay)
    ana.away(true)
    const begun = await ana.run(['circle', 'begin', 'Ours', '--as', 'Ana', '--relay', RELAY])
    expect(begun.err).toContain('out of reach')
    expect(await ana.page(`/circle/invite?circle=${ana.id()}`)).toContain('out of reach')
    ana.away(false)
    expect((await ana.run(['circle', 'call'])).err).toContain('Nobody else belongs to it yet')
    expect(await said(ana, 'away', '2026-07-01')).toContain('Saved.')
    expect((await ana.run(['circle', 'begin', 'More', '--as', 'Ana', '--relay', RELAY])).err).toBe('')
  })

  it('and let go by the relay before it was read is told of, until someone is heard', async () => {
    const now = { ms: Date.parse('2026-06-05T10:00:00Z') }
    const relay = simulatedRelay(() => now.ms)
    const [ana, ben] = [someone('Ana', relay), someone('Ben', relay)]
    await ana.post('/circle/begin', { name: 'Ours', myName: 'Ana', relay: RELAY })
    await join(ana, ben)
    await ana.post('/circle/note', { circle: ana.id(), good: 'Unread' })
    now.ms += 63 * 24 * 3600_000
    for (const one of [ana, ben]) one.clock.pass({ hours: 63 * 24 })
    await ben.tend()
    expect(await ben.week()).toContain('nobody was heard since')
    expect(await said(ben)).toContain('nobody was heard since')
    await ana.post('/circle/note', { circle: ana.id(), good: 'Here' })
    await ben.tend()
    expect(await ben.week()).not.toContain('nobody was heard since')
    expect(await ben.week()).toContain('Here')
  })
})
