import type { App } from './app.ts'
import { launcherOf } from './install.ts'
import { isPaused } from './plan/plan.ts'
import { isWell, STATE_WORDS } from './radar/source.ts'
import { listSources } from './radar/store/sources.ts'
import { isWhole } from './store/database.ts'
import { isHeld } from './store/folder.ts'
import { date } from './time/weekly.ts'

/** One thing the doctor looked at. `todo` is empty unless something is wrong. */
export interface Finding {
  readonly about: string
  readonly says: string
  readonly todo: string
}

/** What is configured, what is wrong, and what to do about it. */
export function examine(app: App): Finding[] {
  return [...data(app), ...subject(app), ...sources(app), ...launcher(app)]
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
