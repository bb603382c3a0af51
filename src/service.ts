import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Machine } from './machine.ts'
import { asStoreProblem } from './store/problem.ts'

/** What makes the system start Evenkeel with the person's session: a file, and the system's commands about it. */
export interface Service {
  readonly path: string
  readonly text: string
  readonly start: readonly string[][]
  readonly stop: readonly string[][]
  readonly status: readonly string[]
  /** Whether the system's own checker passes a file of this kind; the others were tried nowhere. */
  readonly checked: boolean
}

const NAME = 'evenkeel'

/** The service of this platform: a systemd user unit, a launchd agent, a Windows task. */
export function serviceOf(machine: Machine): Service {
  if (machine.platform === 'darwin') return launchd(machine)
  if (machine.platform === 'win32') return windowsTask(machine)
  return systemd(machine)
}

function systemd({ env, home, node, program, folder, port }: Machine): Service {
  const unit = `${NAME}.service`
  // A percent sign begins a specifier; a dollar a variable, though only in a command.
  const word = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%')}"`
  const inCommand = (text: string) => word(text).replaceAll('$', '$$$$')
  const text = `[Unit]
Description=Evenkeel

[Service]
ExecStart=${inCommand(node)} ${inCommand(program)} serve
Environment=${word(`EVENKEEL_DATA=${folder}`)} ${word(`EVENKEEL_PORT=${port}`)}
Restart=on-failure
RestartSec=60

[Install]
WantedBy=default.target
`
  return {
    path: join(env.XDG_CONFIG_HOME ?? join(home, '.config'), 'systemd', 'user', unit),
    text,
    start: [
      ['systemctl', '--user', 'daemon-reload'],
      ['systemctl', '--user', 'enable', '--now', unit],
    ],
    stop: [['systemctl', '--user', 'disable', '--now', unit]],
    status: ['systemctl', '--user', 'is-active', unit],
    checked: true,
  }
}

function launchd({ home, node, program, folder, port }: Machine): Service {
  const label = `org.${NAME}`
  const path = join(home, 'Library', 'LaunchAgents', `${label}.plist`)
  const strings = [node, program, 'serve'].map(text => `    <string>${escaped(text)}</string>`).join('\n')
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${label}</string>
  <key>ProgramArguments</key>
  <array>
${strings}
  </array>
  <key>EnvironmentVariables</key>
  <dict>
    <key>EVENKEEL_DATA</key>
    <string>${escaped(folder)}</string>
    <key>EVENKEEL_PORT</key>
    <string>${port}</string>
  </dict>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
</dict>
</plist>
`
  return {
    path,
    text,
    start: [['launchctl', 'load', '-w', path]],
    stop: [['launchctl', 'unload', '-w', path]],
    status: ['launchctl', 'list', label],
    checked: false,
  }
}

function windowsTask({ folder, node, program, port }: Machine): Service {
  const path = join(folder, `${NAME}-task.xml`)
  // A task has no variables of its own, so a shell sets them first.
  const line = `/c set "EVENKEEL_DATA=${folder}"&& set "EVENKEEL_PORT=${port}"&& "${node}" "${program}" serve`
  const text = `<?xml version="1.0"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <Triggers>
    <LogonTrigger>
      <Enabled>true</Enabled>
    </LogonTrigger>
  </Triggers>
  <Settings>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Hidden>true</Hidden>
  </Settings>
  <Actions>
    <Exec>
      <Command>cmd.exe</Command>
      <Arguments>${escaped(line)}</Arguments>
    </Exec>
  </Actions>
</Task>
`
  return {
    path,
    text,
    start: [
      ['schtasks', '/Create', '/TN', NAME, '/XML', path, '/F'],
      ['schtasks', '/Run', '/TN', NAME],
    ],
    stop: [['schtasks', '/Delete', '/TN', NAME, '/F']],
    status: ['schtasks', '/Query', '/TN', NAME],
    checked: false,
  }
}

/** Writes the file and starts the service. Answers the command that the system refused, with what it said. */
export function installService({ path, text, start }: Service): { command: string; said: string } | undefined {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  } catch (error) {
    throw asStoreProblem(error, path)
  }
  for (const command of start) {
    const refused = runSystem(command)
    if (refused) return refused
  }
  return undefined
}

/** Stops the service and takes its file away; answers whether there was one. */
export function removeService({ path, stop }: Service): boolean {
  if (!existsSync(path)) return false
  for (const command of stop) runSystem(command)
  rmSync(path, { force: true })
  return true
}

/** Whether the system says that the service runs. */
export function serviceRuns({ path, status }: Service): boolean {
  return existsSync(path) && runSystem(status) === undefined
}

function runSystem([command = '', ...args]: readonly string[]): { command: string; said: string } | undefined {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  if (status === 0) return undefined
  return { command: [command, ...args].join(' '), said: (error?.message ?? stderr ?? '').trim().split('\n')[0] ?? '' }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
