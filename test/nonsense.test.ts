import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../src/cli/command.ts'
import { routeTable } from '../src/web/server.tsx'
import { house } from './house.ts'

const NAMES = [
  'day',
  'line',
  'sleep',
  'irritation',
  'further',
  'on',
  'years',
  'time',
  'warning',
  'real',
  'due',
  'back',
  'kind',
  'word',
  'days',
  'choice',
  'doing',
  'outcome',
  'lag',
  'matters',
  'most',
  'when',
  'kept',
  'why',
  'path',
  'sure',
  'routine',
  'happened',
  'words',
  'times',
  'ifThen',
  'id',
  'topic',
  'weeks',
  'hours',
  'slot-day',
  'slot-time',
  'questions',
  'reading',
  'done',
  'later',
  'toSelf',
  'mark-1',
  'answer-1',
  'sprint',
  'share',
  'again',
]
const value = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '1',
    '-1',
    '5',
    '1e999',
    'NaN',
    '2026-05-18',
    '2026-02-30',
    '9999-12-31',
    '-271821-04-20',
    'yes',
    'no',
    'sleep',
    'any-day',
    'body',
    '__proto__',
    'constructor',
    '/etc/passwd',
    '/dev/zero',
    '<script>',
    '\u0000',
    '2026-05-18T25:00',
  ),
  fc.string({ maxLength: 40 }),
)

describe('nonsense posted to the pages of days, rests, routines and sprints', () => {
  it('is answered with a page or a redirect, and the app stands as before', async () => {
    const home = house({ now: '2026-05-18T09:00:00Z' })
    home.plan({ welcomedAt: 0 })
    await home.post('/signals/asking', { on: 'yes' })
    await home.post('/sprint', { topic: 'x', questions: 'why?' })
    await home.post('/routines', { words: 'walk', kind: 'body', times: '3', id: '0' })
    const paths = routeTable(home.webOptions)
      .filter(
        ({ method, path }) =>
          method === 'POST' && /^\/(checkin|signals|trials|rest|heavier|routines|sprint)/.test(path),
      )
      .map(({ path }) => path)
    expect(paths.length).toBeGreaterThan(25)
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.dictionary(fc.constantFrom(...NAMES), value, { maxKeys: 12 }),
        async (path, fields) => {
          const answer = await home.post(path, fields)
          expect([200, 303, 422], `${path} ${JSON.stringify(fields)}`).toContain(answer.status)
        },
      ),
      { numRuns: 1500 },
    )
    for (const path of [
      '/',
      '/signals',
      '/signals/data',
      '/shorter',
      '/trials',
      '/routines',
      '/sprint',
      '/sprints',
      '/week',
      '/export.json',
      '/settings',
    ])
      expect((await home.ask(path)).status, path).toBe(200)
    expect(home.reported).toEqual([])
  })

  it('asked of their pages is a page', async () => {
    const home = house({ now: '2026-05-18T09:00:00Z' })
    home.plan({ welcomedAt: 0 })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          '/checkin',
          '/signals',
          '/signals/data',
          '/trials',
          '/trials/new',
          '/routines/edit',
          '/week',
          '/sprint',
          '/sprint/close',
          '/help',
        ),
        fc.dictionary(
          fc.constantFrom(
            'day',
            'note',
            'from',
            'routine',
            'sprint',
            'topic',
            'country',
            'doing',
            'outcome',
            'matters',
            'lag',
            'most',
            'when',
          ),
          value,
        ),
        async (path, query) => {
          expect((await home.ask(`${path}?${new URLSearchParams(query)}`)).status).toBe(200)
        },
      ),
      { numRuns: 600 },
    )
  })
})

describe('nonsense typed at sprints, routines and rests', () => {
  it('is answered, or told how to use it', async () => {
    const home = house({ now: '2026-05-18T09:00:00Z' })
    await home.run(['sprint', 'begin', 'x', '--ask', 'why?'])
    const word = fc.oneof(
      fc.constantFrom(
        ...[
          'begin',
          'start',
          'stop',
          'later',
          'note',
          'read',
          'close',
          'again',
          'undo',
          'answered',
          'people',
          '1',
          '-1',
        ],
        ...['add', 'mark', 'unmark', 'skip', 'end', 'free', '1e9', 'NaN', 'tue thu', '20:00', '24:00', '2026-13-99'],
        ...[
          '--weeks',
          '--hours',
          '--on',
          '--at',
          '--ask',
          '--read',
          '--from',
          '--kind',
          '--times',
          '--json',
          '--energy',
        ],
        ...['--line', '--remember', '--yesterday', '__proto__', 'toString', '\u0000'],
      ),
      fc.string({ maxLength: 12 }),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('sprint', 'routines', 'sprints', 'rest'),
        fc.array(word, { maxLength: 6 }),
        async (name, words) => {
          const code = await home.run([name, ...words], ['a', 'y', '']).then(
            answer => answer.code,
            error => (error instanceof UsageError ? 2 : Promise.reject(error)),
          )
          expect([0, 1, 2]).toContain(code)
          home.clock.pass({ hours: 1 })
        },
      ),
      { numRuns: 1500 },
    )
    expect((await home.ask('/sprint')).status).toBe(200)
  })
})
