import { afterAll, expect, it, onTestFinished } from 'vitest'
import { crawl } from '../hub/commons/crawl.ts'
import { COMMONS, commonsRoutes } from '../hub/commons/serve.ts'
import { makeRelay } from '../hub/relay.ts'
import { commonsStore } from '../hub/store/commons.ts'
import { openLogs } from '../hub/store/logs.ts'
import { publish } from '../hub/store/publish.ts'
import { openSqlite } from '../hub/store/sql.ts'
import { makeGet } from '../src/net/get.ts'
import { allowHosts } from '../src/radar/settings.ts'
import { keepSetting } from '../src/store/setting.ts'
import { listen } from '../src/web/server.tsx'
import { temporaryFolder } from '../test/house.ts'
import { closeBrowser, journey, live, look, signedIn } from './journey.ts'

afterAll(closeBrowser)

/** A hub on loopback that has crawled the sample month's publishers. */
async function hubOf({ sample, clock }: Awaited<ReturnType<typeof live>>) {
  const folder = temporaryFolder()
  const [sql, logs] = [openSqlite(folder), openLogs(folder)]
  const store = commonsStore(sql)
  await store.begin('The reading group', clock.now())
  await store.follow(
    sample.sources.map(({ title, address }) => ({ kind: 'feed', title, address })),
    () => sample.host,
  )
  const get = makeGet({
    agent: 'Evenkeel/test',
    allowed: () => [sample.host],
    never: () => [],
    monotonic: () => performance.now(),
  })
  await crawl({
    store,
    get,
    bases: { arxiv: '', github: '', hackernews: '' },
    now: clock.now,
    random: () => 0,
    by: 'test',
    failed: () => {},
    stopping: () => false,
  })
  await publish(sql, 'test', clock.now(), 0)
  const relay = makeRelay({ store: logs, clock, note: () => {}, besides: commonsRoutes(store) })
  const web = await listen(relay, 0)
  onTestFinished(async () => {
    await web.close()
    await sql.close()
    await logs.close()
  })
  return { host: `127.0.0.1:${web.port}`, address: `commons:http://127.0.0.1:${web.port}${COMMONS}` }
}

journey('a commons', () => {
  it('is subscribed to with one line, brings an edition, and lets each of its sources be left out', async () => {
    const home = await live({ welcomed: true })
    home.app.db.run('DELETE FROM source')
    const hub = await hubOf(home)
    // A hub on one’s own machine is private, and has to be allowed by name.
    keepSetting(home.app.db, allowHosts, hub.host)
    const page = await signedIn(home)
    await page.goto(`${home.url}/sources`)
    await page.getByLabel('Add a source').fill(hub.address)
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText('The reading group was added.').waitFor()
    await page.getByText('sources, asked once for everybody').click()
    await look(page, 'commons')
    const lines = page.locator('details li')
    const many = await lines.count()
    expect(many).toBeGreaterThan(3)
    await lines
      .first()
      .getByRole('button', { name: /^Remove/ })
      .click()
    await page.getByText('was removed.').waitFor()
    await page.getByText('sources, asked once for everybody').click()
    expect(await page.locator('details li').count()).toBe(many - 1)
    await page.getByRole('button', { name: 'Undo' }).click()
    await home.pass({ hours: 72 })
    await page.goto(`${home.url}/edition`)
    await page.getByRole('button', { name: 'Open the edition' }).click()
    await page.locator('[data-story]').first().waitFor()
    expect(home.reported).toEqual([])
  })
})
