import { addressSetting, type Setting, switchSetting } from '../store/setting.ts'
import { isTime, readDays, slotWords, type Weekly } from '../time/weekly.ts'

const HOST_AND_PORT = /^(\[[0-9a-f:]+\]|[\w.-]+):\d{1,5}$/i

export const allowHosts: Setting<readonly string[]> = {
  name: 'fetch.allowHosts',
  fallback: [],
  meaning: 'Private or loopback servers that may be asked, as host:port, separated by commas.',
  read: text => {
    const hosts = text.split(/[\s,]+/).filter(Boolean)
    return hosts.every(host => HOST_AND_PORT.test(host)) ? hosts.map(host => host.toLowerCase()) : undefined
  },
  write: hosts => hosts.join(', '),
}

export const arxivBase = addressSetting(
  'arxiv.base',
  'https://export.arxiv.org/api',
  'Where arXiv’s API, or a mirror of it, is asked.',
)

export const githubBase = addressSetting('github.base', 'https://github.com', 'Where GitHub releases are asked for.')

export const hackernewsBase = addressSetting(
  'hackernews.base',
  'https://hn.algolia.com/api/v1',
  'Where Hacker News’ public search API is asked.',
)

export const textLimit: Setting<number | null> = {
  name: 'store.textLimitMB',
  fallback: null,
  meaning:
    'Megabytes of text to keep; beyond it the oldest texts that nobody kept, judged or saw are dropped. Empty: all.',
  read: text => (/^[1-9]\d{0,6}$/.test(text.trim()) ? Number(text) : undefined),
  write: value => String(value ?? ''),
}

export const auditOn = switchSetting(
  'audit.on',
  false,
  'Whether editions hold a few random checks of what was left out',
)

/** The one hour of the week that is for wandering: then an edition has one story from far outside the area. */
export const wanderHour: Setting<Weekly> = {
  name: 'wander.hour',
  fallback: { days: [], time: '16:00' },
  meaning:
    'One hour a week to wander, as "fri 16:00": one story from far outside your area comes with it. Empty: none.',
  read: text => {
    const [word = '', time = ''] = text.trim().split(/\s+/)
    const days = readDays(word)
    return days?.length === 1 && isTime(time) ? { days, time } : undefined
  },
  write: slotWords,
}

/** The hour that is proposed: the week's work is nearly done. */
export const PROPOSED_HOUR: Weekly = { days: [5], time: '16:00' }

export const radarSettings: readonly Setting[] = [
  auditOn,
  wanderHour,
  allowHosts,
  arxivBase,
  githubBase,
  hackernewsBase,
  textLimit,
]
