import { api } from './browser.ts'

type Rule = chrome.declarativeNetRequest.Rule

// A site opened for a while stands above the same site closed.
const CLOSED = 1
const OPENED = 2

/** Lets the browser itself close the sites, also after a restart and while nothing of ours runs. */
export async function closeSites(sites: readonly string[], opened: readonly string[]): Promise<void> {
  await Promise.all([
    replace(
      'Dynamic',
      sites.flatMap((site, at) => closed(site, at * 3 + 1)),
    ),
    replace(
      'Session',
      opened.flatMap((site, at) => open(site, at * 2 + 1)),
    ),
  ])
}

const FROM_IT = ['xmlhttprequest', 'websocket', 'ping', 'media', 'image', 'script', 'stylesheet', 'font', 'other']

/** A visit leads to our page, the address behind its #; a frame stays empty; what a page still open asks for is refused. */
function closed(site: string, id: number): Rule[] {
  // A dot after the host is the same host, and so is one with a name before an @.
  const regexFilter = `^https?://([^/?#]*@)?([^/?#@]+\\.)?${site.replaceAll('.', '\\.')}\\.?(:[0-9]+)?([/?#].*)?$`
  const block = { type: 'block' as const }
  return [
    {
      id,
      priority: CLOSED,
      condition: { regexFilter, resourceTypes: ['main_frame'] },
      action: {
        type: 'redirect',
        redirect: { regexSubstitution: `${api.runtime.getURL('blocked.html')}#\\0` },
      },
    },
    { id: id + 1, priority: CLOSED, condition: { regexFilter, resourceTypes: ['sub_frame', 'object'] }, action: block },
    {
      id: id + 2,
      priority: CLOSED,
      condition: { initiatorDomains: [site], resourceTypes: FROM_IT },
      action: block,
    },
  ] as Rule[]
}

function open(site: string, id: number): Rule[] {
  const action = { type: 'allow' as const }
  // Named, since a rule that names no types means all but the visit itself.
  const visits = ['main_frame', 'sub_frame', 'object']
  return [
    { id, priority: OPENED, condition: { requestDomains: [site], resourceTypes: [...visits, ...FROM_IT] }, action },
    { id: id + 1, priority: OPENED, condition: { initiatorDomains: [site], resourceTypes: FROM_IT }, action },
  ] as Rule[]
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
      .map(
        ({ id, condition }) =>
          `${id} ${condition.regexFilter ?? condition.initiatorDomains ?? condition.requestDomains}`,
      )
      .sort()
      .join('\n')
  return told(there) === told(wanted)
}
