import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { machineClock } from '../src/time/clock.ts'
import { makeSession, readSecret } from '../src/web/session.ts'
import { suiteUnless } from '../test/house.ts'
import { person, program } from '../test/person.ts'
import { lackingMonth, realMonth } from '../test/publishing.ts'
import { closeBrowser, openBrowser } from './journey.ts'

afterAll(closeBrowser)

/** A person who lives on, day by day, in a browser and at a terminal, each day in new processes. */
function living() {
  const someone = person()
  const { data, env, start } = someone
  const at = (now: string) => ({ EVENKEEL_NOW: now })
  return {
    type: (now: string, ...line: string[]) => {
      const { code, out, err } = someone.evenkeel(line, at(now))
      return { code, said: out + err }
    },
    /** Types with somebody there to answer. */
    talk: (now: string, line: string, answers: string[]) =>
      spawnSync('script', ['-qec', `'${process.execPath}' '${program}' ${line}`, '/dev/null'], {
        env: { ...env, ...at(now), TERM: 'dumb' } as NodeJS.ProcessEnv,
        input: answers.map(answer => `${answer}\n`).join(''),
        encoding: 'utf8',
        timeout: 180_000,
      }).stdout,
    /** Opens the app in a browser at a moment, for as long as something is done there. */
    browse: async (now: string, work: (page: Awaited<ReturnType<typeof newPage>>, url: string) => Promise<void>) => {
      Object.assign(env, at(now))
      const app = start(['serve'])
      await app.said
      const url = `http://127.0.0.1:${env.EVENKEEL_PORT}`
      const session = makeSession(readSecret(data), machineClock(), () => true)
      const page = await newPage()
      await page.goto(`${url}/sign-in?code=${session.newCode()}`)
      await page.getByRole('button', { name: 'Open Evenkeel' }).click()
      await page.getByRole('link', { name: 'Go to the first page' }).click()
      await page.waitForLoadState()
      await work(page, url)
      await page.context().close()
      await app.end('SIGTERM')
    },
    home: someone.home,
  }
}

async function newPage() {
  const context = await (await openBrowser()).newContext()
  context.setDefaultTimeout(60_000)
  return context.newPage()
}

suiteUnless(process.env.EVENKEEL_NO_CHROMIUM || lackingMonth)('a sprint on the real month', () => {
  it('is lived from a kept story to the check after thirty days, in the browser and in the terminal', async () => {
    const month = await realMonth('2026-05-12')
    const { type, talk, browse, home } = living()
    const begin = '2026-05-12T10:00:00Z'
    type(begin, 'settings', 'fetch.allowHosts', month.host)
    type(begin, 'settings', 'arxiv.base', `${month.base}/arxiv`)
    type(
      begin,
      'plan',
      '--area',
      'fast inference of large language models: speculative decoding, KV cache',
      '--hours',
      '2',
    )
    writeFileSync(join(home, 'o.opml'), await (await fetch(`${month.base}/opml`)).text())
    expect(type(begin, 'sources', 'import', join(home, 'o.opml')).code).toBe(0)
    type(begin, 'sources', 'add', 'arxiv:cs.CL cs.LG')
    const edition = JSON.parse(type(begin, 'edition', '--json').said.replace(/^[^{]*/, ''))
    expect(edition.stories.length).toBeGreaterThan(5)
    const [kept] = edition.stories
    type(begin, 'keep', String(kept.item.id))
    type(begin, 'settings', 'sprints.on', 'yes')

    await browse(begin, async (page, url) => {
      await page.goto(`${url}/kept`)
      // Two keys: the story, and a sprint on it; the proposed two weeks and one hour are accepted by one more.
      await page.keyboard.press('j')
      await page.keyboard.press('b')
      await page.waitForURL('**/sprint?item=*')
      expect(await page.getByLabel('What is it about?').inputValue()).toBe(kept.item.title.slice(0, 200))
      await page.getByText('More, if you like').click()
      await page.locator('#questions').fill('Why is it faster?\nWhen does it not pay?')
      await page.getByLabel('Wed', { exact: true }).check()
      await page.getByLabel('At', { exact: true }).fill('18:00')
      await page.getByRole('button', { name: 'Begin so' }).click()
      await page.getByRole('heading', { name: kept.item.title.slice(0, 40) }).waitFor()
      await page.getByText('next Wednesday 18:00').waitFor()
      await page.getByRole('button', { name: 'Start a session' }).click()
      await page.getByText('You sit at it since').waitFor()
    })
    // The session that was begun in the browser is stopped in the terminal, forty minutes later.
    expect(type('2026-05-12T10:40:00Z', 'sprint', 'stop').said).toContain('minutes in the last seven days')
    expect(type('2026-05-13T18:00:00Z', 'sprint', 'start', '--energy', '2').code).toBe(0)
    type('2026-05-13T18:30:00Z', 'sprint', 'note', 'the draft model is a quarter of the size')
    expect(type('2026-05-13T19:00:00Z', 'sprint', 'stop', '--energy', '3').said).toContain(
      '1 hour 40 minutes in the last seven days',
    )
    expect(type('2026-05-13T19:01:00Z', 'sprint', 'later', 'rerankers').said).toContain('It is no backlog')
    expect(JSON.parse(type('2026-05-14T08:00:00Z', 'today', '--json').said).session.at).toBe('2026-05-20T18:00:00.000Z')
    // Its hour a week lies inside the plan's two.
    await month.date('2026-05-19')
    expect(JSON.parse(type('2026-05-19T10:00:00Z', 'edition', '--json').said.replace(/^[^{]*/, '')).minutes).toBe(20)

    const over = '2026-05-26T09:30:00Z'
    expect(type(over, 'sprint', 'start').said).toContain('It is time to close it.')
    await browse(over, async (page, url) => {
      await page.goto(`${url}/sprint`)
      await page.getByText('It has reached its stop date, 25 May.').waitFor()
      await page.getByRole('link', { name: 'Close it' }).click()
      await page.getByLabel('Without notes').first().fill('several tokens are checked at once')
      await page.getByLabel('I knew it').first().check()
      await page.getByLabel('in part', { exact: true }).last().check()
      await page.getByLabel('answered', { exact: true }).check()
      await page.getByLabel('One line to your next self, if you like').fill('draw it first')
      await page.getByRole('button', { name: 'Close it' }).click()
      await page.getByText('It is closed. Rest now.').waitFor()
      await page.goto(`${url}/sprint?topic=another`)
      await page.getByText('It is a rest.').waitFor()
    })
    // The rest: ten minutes, once a week; no new sprint, but for one that is planned ahead.
    await month.date('2026-05-28')
    // One that was made just before the close, and not opened, gives way to a short one.
    expect(JSON.parse(type('2026-05-28T10:00:00Z', 'edition', '--json').said.replace(/^[^{]*/, '')).minutes).toBe(10)
    expect(type('2026-05-28T10:00:00Z', 'plan').said).toContain('now 10 minutes')
    expect(type('2026-05-28T10:00:00Z', 'sprint', 'begin', 'another')).toMatchObject({ code: 2 })
    expect(type('2026-05-28T10:00:00Z', 'sprint', 'begin', 'a talk', '--from', '2026-05-30').said).toContain(
      'It begins on 30 May',
    )
    expect(type('2026-05-28T11:00:00Z', 'sprint', 'undo').code).toBe(0)

    // A week after, in the terminal; a month after, in the browser.
    const week = '2026-06-02T09:30:00Z'
    expect(type(week, 'sprint').said).toContain('To answer: evenkeel sprint again')
    const talked = talk(week, 'sprint again', ['several at once', 'yes', 'small batches', 'part'])
    expect(talked).toContain('Without notes; it is no test.')
    expect(type(week, 'sprint', 'again').said).toContain('Nothing is asked just now.')
    await browse('2026-06-25T09:30:00Z', async (page, url) => {
      await page.goto(url)
      // It comes when the day's edition has been made, which may take half a minute where there is other work.
      await page.getByRole('link', { name: 'What is left of' }).click()
      await page.getByLabel('in part', { exact: true }).first().check()
      await page.getByLabel('not really').last().check()
      await page.getByRole('button', { name: 'Keep it' }).click()
      await page
        .getByText('Covered: most of it. Kept after a week: most of it. Kept after a month: a little.')
        .waitFor()
      await page.getByText('“draw it first”').waitFor()
    })
    const year = type('2026-06-26T09:30:00Z', 'sprints').said
    expect(year).toContain('Covered: most of it. Kept after a week: most of it. Kept after a month: a little.')
    expect(year).toContain('> draw it first')
    // Nobody reminds of it again.
    expect(type('2026-07-20T09:30:00Z', 'sprint').said).toContain('No sprint.')
  }, 400_000)
})
