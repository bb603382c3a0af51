import { api } from './browser.ts'

type Rule = chrome.declarativeNetRequest.Rule

// A site opened for a while stands above the same site closed.
const CLOSED = 1
const OPENED = 2

// What a page that is still open may ask for.
const FROM_IT = ['xmlhttprequest', 'websocket', 'ping', 'media', 'image', 'script', 'stylesheet', 'font', 'other']

/** Lets the browser itself close the sites, also after a restart and while nothing of ours runs. */
export async function closeSites(sites: readonly string[], opened: readonly string[]): Promise<void> {
  await Promise.all([replace('Dynamic', closed(sites)), replace('Session', open(opened))])
}

/** A visit leads to our page, the address behind its #; a frame stays empty; what an open page asks for is refused. */
function closed(sites: readonly string[]): Rule[] {
  if (sites.length === 0) return []
  const [requestDomains, initiatorDomains] = [hosts(sites), hosts(sites)]
  const block = { type: 'block' }
  return [
    {
      id: 1,
      priority: CLOSED,
      condition: { requestDomains, regexFilter: '^.*$', resourceTypes: ['main_frame'] },
      action: { type: 'redirect', redirect: { regexSubstitution: `${api.runtime.getURL('blocked.html')}#\\0` } },
    },
    {
      id: 2,
      priority: CLOSED,
      condition: { requestDomains, resourceTypes: ['sub_frame', 'object'] },
      action: block,
    },
    { id: 3, priority: CLOSED, condition: { initiatorDomains, resourceTypes: FROM_IT }, action: block },
  ] as Rule[]
}

function open(sites: readonly string[]): Rule[] {
  if (sites.length === 0) return []
  const action = { type: 'allow' }
  // Named, since a rule that names no types means all but the visit itself.
  const resourceTypes = ['main_frame', 'sub_frame', 'object', ...FROM_IT]
  return [
    { id: 1, priority: OPENED, condition: { requestDomains: hosts(sites), resourceTypes }, action },
    { id: 2, priority: OPENED, condition: { initiatorDomains: hosts(sites), resourceTypes: FROM_IT }, action },
  ] as Rule[]
}

/** A dot after the host is the same host. */
function hosts(sites: readonly string[]): string[] {
  return sites.flatMap(site => [site, `${site}.`])
}

async function replace(kind: 'Dynamic' | 'Session', wanted: Rule[]): Promise<void> {
  const net = api.declarativeNetRequest
  const there = kind === 'Dynamic' ? await net.getDynamicRules() : await net.getSessionRules()
  if (same(there, wanted)) return
  const change = { removeRuleIds: there.map(({ id }) => id), addRules: wanted }
  await (kind === 'Dynamic' ? net.updateDynamicRules(change) : net.updateSessionRules(change))
}

function same(there: readonly Rule[], wanted: readonly Rule[]): boolean {
  const told = (rules: readonly Rule[]) =>
    rules
      .map(({ id, condition }) => `${id} ${[...(condition.requestDomains ?? condition.initiatorDomains ?? [])].sort()}`)
      .sort()
      .join('\n')
  return told(there) === told(wanted)
}
