import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Act, isMachine, readReflog } from './git.ts'
import { readHeartbeats } from './heartbeat.ts'

const [OLD, NEW] = ['0'.repeat(40), 'a'.repeat(40)]
const line = (what: string, who = 'Me <me@example.test>', when = '1779386400 -0400') =>
  `${OLD} ${NEW} ${who} ${when}\t${what}`
const kinds = (...what: string[]) => readReflog(what.map(one => line(one)).join('\n')).map(({ kind }) => kind)

describe('a reflog', () => {
  it('tells commits, amends, merges and rebases, with the hour on the wall', () => {
    expect(readReflog(`${line('commit: fix: the thing (amend)')}\n`)).toEqual([
      { at: 1779386400000, offset: -240, kind: 'commit', name: 'Me', email: 'me@example.test', commit: NEW },
    ])
    expect(
      kinds(
        'commit (initial): x',
        'commit (amend): x',
        'commit (merge): x',
        'merge topic: Fast-forward',
        'rebase (pick): x',
        'rebase -i (fixup): x',
        'rebase (finish): returning to refs/heads/main',
        'cherry-pick: x',
        'revert: x',
        'am: x',
        'pull --rebase (pick): mine',
        "pull: Merge made by the 'ort' strategy.",
      ),
    ).toEqual([
      'commit',
      'amend',
      'merge',
      'merge',
      'rebase',
      'rebase',
      'rebase',
      'commit',
      'commit',
      'commit',
      'rebase',
      'merge',
    ])
  })

  it('says nothing of looking around', () => {
    expect(
      kinds(
        'checkout: moving from main to topic',
        'pull: Fast-forward',
        'pull --rebase (start): checkout 1234567',
        'reset: moving to HEAD~1',
        'clone: from https://example.test',
        'branch: Created from HEAD',
        'rebase (start): checkout main',
        'rebase (abort): returning to refs/heads/main',
        'committed: x',
      ),
    ).toEqual([])
  })

  it('reads whatever is in the file without failing, and names with anything in them', () => {
    expect(readReflog(line('commit: x', 'Ann < von Ä > <A@B.test>'))[0]?.email).toBe('a@b.test')
    fc.assert(fc.property(fc.string({ unit: 'binary' }), text => void readReflog(text)))
    fc.assert(
      fc.property(fc.string(), fc.nat(), (what, at) => {
        for (const act of readReflog(line(what, 'Me <me@example.test>', `${at} +0530`))) expect(act.offset).toBe(330)
      }),
    )
    expect(readReflog('')).toEqual([])
  })
})

describe('likely the work of a machine', () => {
  const act = (change: Partial<Act> = {}): Act => ({
    at: 0,
    offset: 0,
    kind: 'commit',
    name: 'Me',
    email: 'me@example.test',
    commit: NEW,
    ...change,
  })

  it.each([
    ['Claude <noreply@anthropic.com>'],
    ['Claude Opus 4.1 <noreply@anthropic.com>'],
    ['Copilot <175728472+Copilot@users.noreply.github.com>'],
    ['aider (gpt-5) <noreply@aider.chat>'],
    ['Cursor Agent <cursoragent@cursor.com>'],
    ['devin-ai-integration[bot] <158243242+devin-ai-integration[bot]@users.noreply.github.com>'],
  ])('is what %s signed for', author => {
    expect(isMachine(act(), [author])).toBe(true)
    expect(isMachine(act({ kind: 'rebase' }), [author])).toBe(false)
  })

  it.each([
    ['Claude Dupont <claude@dupont.example>'],
    ['Abbott Botha <abbott@example.test>'],
    ['Devin Jones <devin@example.test>'],
  ])('is not what %s helped with', author => {
    expect(isMachine(act(), [author])).toBe(false)
  })

  it('is what a bot did', () => {
    expect(isMachine(act({ name: 'renovate[bot]', email: 'x@y.test' }), [])).toBe(true)
    expect(isMachine(act({ email: 'ci@example.test' }), [])).toBe(true)
    expect(isMachine(act({ name: 'Cilla', email: 'abbot@example.test' }), [])).toBe(false)
  })
})

describe('heartbeats', () => {
  const now = Date.parse('2026-05-21T20:00:00Z')

  it('are taken one or many, and what is none or of another time is not', () => {
    const good = { entity: '/x', type: 'file', time: now / 1000 - 60, project: 'p' }
    expect(readHeartbeats(good, now)).toEqual([{ at: now - 60_000, project: 'p', machine: false }])
    expect(
      readHeartbeats(
        [good, {}, null, 7, { ...good, time: 'x' }, { ...good, time: 1 }, { ...good, time: now }],
        now,
      ).map(Boolean),
    ).toEqual([true, false, false, false, false, false, false])
  })

  it('of a coding tool alone are the machine’s', () => {
    const beat = (change: object) => readHeartbeats({ time: now / 1000, ...change }, now)[0]?.machine
    expect([
      beat({ category: 'ai coding' }),
      beat({ ai_line_changes: 12 }),
      beat({ ai_line_changes: 12, human_line_changes: 3 }),
      beat({ category: 'coding' }),
    ]).toEqual([true, true, false, false])
  })

  it('of any shape do not fail', () => {
    fc.assert(
      fc.property(fc.anything(), body => {
        expect(Array.isArray(readHeartbeats(body, now))).toBe(true)
      }),
    )
  })
})
