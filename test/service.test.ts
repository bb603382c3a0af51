import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Machine } from '../src/machine.ts'
import { serviceOf } from '../src/service.ts'
import { fixedClock } from '../src/time/clock.ts'
import { temporaryFolder } from './house.ts'

function machine(platform: string, change: Partial<Machine> = {}): Machine {
  return {
    clock: fixedClock('2026-05-18T09:00:00Z'),
    folder: '/home/me/.local/share/evenkeel',
    port: 4815,
    version: 'test',
    platform,
    env: {},
    home: '/home/me',
    node: '/opt/node/bin/node',
    program: '/opt/evenkeel/dist/main.js',
    report: () => {},
    ...change,
  }
}

describe('the service', () => {
  it('is a unit that systemd finds nothing wrong with, whatever its paths hold', context => {
    context.skip(!existsSync('/usr/bin/systemd-analyze'), 'there is no systemd-analyze')
    const folder = temporaryFolder()
    const program = join(folder, 'with space', '100% "real" $HOME.js')
    mkdirSync(dirname(program))
    writeFileSync(program, '')
    const { text } = serviceOf(machine('linux', { node: process.execPath, program, folder: join(folder, '50% data') }))
    const unit = join(folder, 'evenkeel.service')
    writeFileSync(unit, text)
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--user', unit], {
      encoding: 'utf8',
      env: { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder },
    })
    const said = `${stdout}${stderr}`.split('\n').filter(line => line.includes('evenkeel.service'))
    expect([status, said]).toEqual([0, []])
  })

  it('is a unit of the person’s own, with their data folder and port', () => {
    const { path, text } = serviceOf(machine('linux'))
    expect(path).toBe('/home/me/.config/systemd/user/evenkeel.service')
    expect(text).toContain('ExecStart="/opt/node/bin/node" "/opt/evenkeel/dist/main.js" serve')
    expect(text).toContain('Environment="EVENKEEL_DATA=/home/me/.local/share/evenkeel" "EVENKEEL_PORT=4815"')
  })

  it('is, untried, what launchd and the Windows task scheduler ask for', async () => {
    await expect(serviceOf(machine('darwin')).text).toMatchFileSnapshot('fixtures/org.evenkeel.plist')
    await expect(serviceOf(machine('win32')).text).toMatchFileSnapshot('fixtures/evenkeel-task.xml')
    expect([serviceOf(machine('darwin')).checked, serviceOf(machine('win32')).checked]).toEqual([false, false])
  })
})
