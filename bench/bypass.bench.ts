// Whether off time holds in a real browser: each scenario prints open or blocked, and the requests that reached the site.
//   npm run bench -- bypass [--extension=FOLDER --storage=FILE.json]
// Another unpacked extension is run in the scenarios that need no clock, with what FILE holds put into its storage.
import { openSites, type Result, runScenario } from './bypass/run.ts'
import { withClock, withoutClock } from './bypass/scenarios.ts'
import { print } from './measure.ts'

const flag = (name: string) => process.argv.find(word => word.startsWith(`--${name}=`))?.slice(name.length + 3)
const peer = flag('extension')
const only = flag('only')

const sites = await openSites()
const results: Result[] = []
for (const scenario of [...withoutClock, ...(peer ? [] : withClock)].filter(
  ({ name }) => !only || name.includes(only),
)) {
  const result = await runScenario(scenario, sites, { peer, storage: flag('storage') })
  results.push(result)
  print(`${scenario.name.padEnd(58)} ${result.open ? 'OPEN   ' : 'blocked'}  ${result.requests} requests`)
}
sites.close()
const open = results.filter(({ open }) => open).length
const requests = results.reduce((sum, { requests }) => sum + requests, 0)
print(`\n${open} of ${results.length} open, ${requests} requests reached the site   (bar: 0 and 0)`)
process.exit(open + requests > 0 && !peer ? 1 : 0)
