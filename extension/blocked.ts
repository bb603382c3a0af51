import { api } from './browser.ts'
import { ask, momentWords, part } from './page.ts'

const WAIT = 30

const address = location.hash.slice(1)

/** A visit counts; a tab that was swept or loaded again, a way back, or a frame of another page does not. */
function isVisit(): boolean {
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return window.top === window && entry?.type === 'navigate'
}

async function show(): Promise<void> {
  const { site, opened } = await ask({ ask: 'attempt', address, counts: isVisit() })
  const { off, time, zone, pastimes, address: app } = await ask({ ask: 'standing' })
  // Without an answer nothing is known, and going on could lead back here again and again.
  if (time === 0) return
  // Meanwhile it may be over, or open for an emergency or for this one site.
  if (!off || (site && opened[site])) return goOn()
  part('until').textContent = `Off until ${await momentWords(off.to, time, zone)}.`
  part('pastimes').replaceChildren(
    ...pastimes.map(words => Object.assign(document.createElement('li'), { textContent: words })),
  )
  for (const [id, path] of [
    ['help', '/help'],
    ['data', '/delete'],
  ] as const) {
    const link = part<HTMLAnchorElement>(id)
    link.href = `${app ?? ''}${path}`
    link.hidden = app === null
  }
  if (site) offerWayIn(site)
}

function goOn(): void {
  if (/^https?:\/\//.test(address)) location.replace(address)
}

/** The way in: out of sight until it is wanted, then a wait, then ten minutes of this site alone. */
function offerWayIn(site: string): void {
  const details = part<HTMLDetailsElement>('way-in')
  const button = part<HTMLButtonElement>('open')
  const summary = details.querySelector('summary')
  if (summary) summary.textContent = `I need ${site}`
  details.hidden = false
  let timer: ReturnType<typeof setInterval> | undefined
  details.ontoggle = () => {
    clearInterval(timer)
    button.disabled = true
    if (!details.open) return
    const began = performance.now()
    const tick = () => {
      const left = Math.ceil(WAIT - (performance.now() - began) / 1000)
      button.disabled = left > 0
      part('wait').textContent = left > 0 ? `In ${left} seconds you can open it.` : 'You can open it now.'
      if (left <= 0) clearInterval(timer)
    }
    tick()
    timer = setInterval(tick, 500)
  }
  button.onclick = async () => {
    await ask({ ask: 'open', site })
    goOn()
  }
}

part('back').onclick = async () => {
  const tab = await api.tabs.getCurrent()
  const tabs = await api.tabs.query({ ...(tab && { windowId: tab.windowId }) })
  // The last tab would take the window along.
  if (tabs.length < 2) await api.tabs.create({})
  if (tab?.id !== undefined) await api.tabs.remove(tab.id)
}

part<HTMLFormElement>('park').onsubmit = async event => {
  event.preventDefault()
  const input = part<HTMLInputElement>('thought')
  await ask({ ask: 'park', words: input.value })
  input.value = ''
  part('parked').hidden = false
}

part('leave').onclick = () => void api.management.uninstallSelf({ showConfirmDialog: true }).catch(() => {})

part('back').focus()
void show()
