import type { App } from './app.ts'
import { hookState } from './boundaries/machine/hook.ts'
import { offZone, standing } from './boundaries/machine/standing.ts'
import { calendarTrouble } from './boundaries/machine/tend.ts'
import { troubleWords } from './boundaries/machine/traces.ts'
import { clockChanges } from './boundaries/store/clock.ts'
import { type Paired, pairedBrowsers } from './boundaries/store/extensions.ts'
import { presentWindows } from './boundaries/store/rules.ts'
import { traceFolders } from './boundaries/store/sensors.ts'
import { readSites } from './boundaries/store/sites.ts'
import { momentWords, nextWords, untilWords } from './boundaries/words.ts'
import type { RelayTrouble } from './circle/machine/door.ts'
import { shownCircles, tell } from './circle/machine/telling.ts'
import { troubleWords as troubleWordsOf } from './circle/words.ts'
import { launcherOf } from './install.ts'
import { isPaused } from './plan/plan.ts'
import { isWell, STATE_WORDS } from './radar/source.ts'
import { listSources } from './radar/store/sources.ts'
import { isWhole } from './store/database.ts'
import { isHeld } from './store/folder.ts'
import { date, dayAndTime } from './time/weekly.ts'

/** One thing the doctor looked at. `todo` is empty unless something is wrong. */
export interface Finding {
  readonly about: string
  readonly says: string
  readonly todo: string
}

/** What is configured, what is wrong, and what to do about it. */
export function examine(app: App): Finding[] {
  return [...data(app), ...subject(app), ...sources(app), ...offTime(app), ...circles(app), ...launcher(app)]
}

function data({ db, machine, file }: App): Finding[] {
  const whole = isWhole(db)
  return [
    { about: 'Evenkeel', says: `${machine.version}, on ${machine.node}`, todo: '' },
    { about: 'data', says: file, todo: '' },
    {
      about: 'data file',
      says: whole ? 'whole' : 'damaged',
      todo: whole ? '' : 'Restore a backup: evenkeel restore FILE. The file is kept beside it.',
    },
    {
      about: 'app',
      says: isHeld(machine.folder) ? `running on port ${machine.port}` : 'not running; to start it: evenkeel serve',
      todo: '',
    },
    ...(machine.env.EVENKEEL_NOW
      ? [{ about: 'clock', says: `starts at EVENKEEL_NOW, ${machine.env.EVENKEEL_NOW}`, todo: '' }]
      : []),
  ]
}

function subject({ radar, machine }: App): Finding[] {
  const plan = radar.plan()
  const paused = isPaused(plan, machine.clock.now())
  return [
    { about: 'core area', says: plan.area || 'none, which is fine', todo: '' },
    ...(paused
      ? [{ about: 'pause', says: `quiet until ${date(plan.pausedUntil ?? 0, machine.clock.zone())}`, todo: '' }]
      : []),
  ]
}

function sources({ db }: App): Finding[] {
  const all = listSources(db)
  const ill = all.filter(({ state }) => !isWell(state))
  const says =
    all.length === 0
      ? 'none, which is fine'
      : `${all.length}, ${ill.length === 0 ? 'all well' : `${ill.length} worth a look`}`
  return [
    { about: 'sources', says, todo: '' },
    ...ill.map(({ title, state, detail }) => ({
      about: title,
      says: STATE_WORDS[state].says + (detail ? ` (${detail})` : ''),
      todo: STATE_WORDS[state].todo,
    })),
  ]
}

const STALE = 24 * 3600_000

function offTime({ boundaries, db, machine }: App): Finding[] {
  const windows = presentWindows(db)
  if (windows.length === 0) return [{ about: 'off time', says: 'none, which is fine', todo: '' }]
  const zone = offZone(boundaries)
  const where = standing(boundaries)
  const changed = clockChanges(db, where.now - 7 * STALE).at(-1)
  const hook = hookState(machine.home)
  const unwritten = calendarTrouble(boundaries)
  return [
    {
      about: 'off time',
      says: where.opening
        ? `open until ${momentWords(where.opening.until, where.now, zone)}, for an emergency; to close it: evenkeel off end`
        : where.off
          ? untilWords(where.off, where.now, zone)
          : nextWords(where, zone),
      todo: '',
    },
    ...(changed
      ? [
          {
            about: 'clock',
            says: `set ${changed.by > 0 ? 'forward' : 'back'} on ${dayAndTime(changed.at, zone)}; off time kept its length`,
            todo: '',
          },
        ]
      : []),
    ...browsers(pairedBrowsers(db), readSites(db).length, where.now, zone),
    ...(unwritten ? [{ about: 'calendar file', says: 'cannot be written', todo: unwritten }] : []),
    ...(hook === 'installed' ? [{ about: 'git hook', says: 'installed', todo: '' }] : []),
    ...traceFolders(db).map(({ path, trouble }) => ({
      about: `git history in ${path}`,
      says: trouble ? troubleWords(trouble) : 'read',
      todo: trouble ? 'Until then its evenings read "can’t tell". To leave it: evenkeel traces remove FOLDER' : '',
    })),
  ]
}

/** The extension: missing, stale, without sites, or not let into private windows. */
function browsers(paired: readonly Paired[], sites: number, now: number, zone: string): Finding[] {
  if (paired.length === 0)
    return [
      { about: 'browser', says: 'no extension is paired; off time holds in Evenkeel alone, which is fine', todo: '' },
    ]
  return paired.map(({ browser, version, seenAt, privateWindows }) => {
    const about = `extension in ${browser}`
    const heard = `${version}, last heard ${dayAndTime(seenAt, zone)}`
    if (now - seenAt > STALE)
      return {
        about,
        says: heard,
        todo: 'It has not been heard for a day. Start that browser, or unpair it on the page “In your browser”.',
      }
    if (sites === 0)
      return { about, says: heard, todo: 'It has no site to close. Choose some on the page “In your browser”.' }
    if (privateWindows === false)
      return {
        about,
        says: `${heard}; not let into private windows`,
        todo: 'Allow it there in the browser’s own page of extensions.',
      }
    return { about, says: heard, todo: '' }
  })
}

/** Circles that are not hidden: when their relay was read last, and what hinders it. */
function circles({ circle, machine: { clock } }: App): Finding[] {
  return shownCircles(circle).map(one => {
    const { problem, problemSince, syncedAt } = one
    return {
      about: `circle ${tell(circle, one)?.roster.name ?? 'that is opening'}`,
      says:
        problem !== null
          ? `hindered since ${dayAndTime(problemSince ?? 0, clock.zone())}`
          : syncedAt === null
            ? 'not read yet'
            : `read ${dayAndTime(syncedAt, clock.zone())}`,
      todo: problem === null ? '' : troubleWordsOf(problem as RelayTrouble),
    }
  })
}

function launcher({ machine }: App): Finding[] {
  const { there, ours, current, path } = launcherOf(machine)
  if (!there)
    return [{ about: 'command', says: 'not installed; to have it everywhere: npm run evenkeel -- install', todo: '' }]
  if (!ours) return [{ about: 'command', says: `${path} is another program`, todo: '' }]
  if (!current) return [{ about: 'command', says: `${path} runs another checkout`, todo: 'Type: evenkeel install' }]
  const onPath = (machine.env.PATH ?? '')
    .split(machine.platform === 'win32' ? ';' : ':')
    .includes(path.replace(/[\\/][^\\/]+$/, ''))
  return [
    { about: 'command', says: path, todo: onPath ? '' : 'Its folder is not on your PATH; add ~/.local/bin to it.' },
  ]
}
