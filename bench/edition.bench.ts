// The first edition and a daily one, from many documents on; with --versus-sklearn beside scikit-learn's pipeline of
// arxiv-sanity-lite on the same documents; and how soon pages answer while an edition is composed.
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { changePlan } from '../src/plan/store/plan.ts'
import type { NewItem } from '../src/radar/item.ts'
import { makeEdition, open } from '../src/radar/machine/reading.ts'
import { decide } from '../src/radar/store/decisions.ts'
import { keepItems } from '../src/radar/store/items.ts'
import { addSource } from '../src/radar/store/sources.ts'
import { webOf } from '../src/site.ts'
import { cookieName, makeWeb } from '../src/web/server.tsx'
import { type Random, seeded } from '../test/random.ts'
import { benchApp, benchFolder, realPapers, sharedFolder } from './house.ts'
import { ms, print, spread, timed } from './measure.ts'
import { readReviews } from './reviews.ts'

const AREA = 'evaluation of retrieval-augmented generation'
const NOW = '2026-05-30T09:00:00Z'
const NEXT = '2026-06-02T09:00:00Z'
const SIZES = [10_000, 30_000, 75_000, 100_000]
const COMPARED = 75_000
const NEW = 600
const DAY = 24 * 3600_000

const SKLEARN = `
import json, sys, time
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC
texts = [json.loads(line) for line in open(sys.argv[1])]
began = time.time()
vectorizer = TfidfVectorizer(input='content', encoding='utf-8', decode_error='replace', strip_accents='unicode', lowercase=True,
  analyzer='word', stop_words='english', token_pattern=r'(?u)\\\\b[a-zA-Z_][a-zA-Z0-9_]+\\\\b', ngram_range=(1, 2),
  max_features=20000, norm='l2', use_idf=True, smooth_idf=True, sublinear_tf=True, max_df=0.1, min_df=5)
x = vectorizer.fit_transform(texts)
y = [1 if 'retrieval-augmented' in text.lower() else 0 for text in texts]
svm = LinearSVC(class_weight='balanced', verbose=0, max_iter=10000, tol=1e-6, C=0.01)
svm.fit(x, y)
svm.decision_function(x)
print(time.time() - began)
`.replaceAll('\\\\', '\\')

const [mode, folder = ''] = process.argv.slice(2)
if (mode === '--compose') compose(folder)
else if (mode === '--pages') await pages(folder)
else await report()

interface Text {
  readonly title: string
  readonly text: string
}

async function report() {
  const real = realTexts()
  if (!real) return print('skipped: the shared month or the reviews are absent (EVENKEEL_BENCH_DATA)')
  const texts = grown(real, Math.max(...SIZES) + NEW, seeded(1))
  print(`${real.length} real abstracts, the rest resampled from their words and lengths`)
  print('documents   kept          first edition   daily, 600 new   peak memory')
  let compared = Number.NaN
  for (const size of SIZES) {
    const folder = benchFolder()
    const kept = fill(folder, texts.slice(0, size), texts.slice(-NEW))
    const { first, daily, peak } = child('--compose', folder)
    if (size === COMPARED) compared = first
    print(
      `${String(size).padEnd(11)} ${ms(kept).padEnd(13)} ${ms(first).padEnd(15)} ${ms(daily).padEnd(16)} ${peak} MB`,
    )
    if (size !== COMPARED) continue
    print(
      `            of these ${Math.round((100 * real.length) / size)} % real; bar: daily at most 1 s, peak under 600 MB`,
    )
    const answers = child('--pages', folder)
    print(
      `            pages while it is composed: ${answers.count} answers, p50 ${ms(answers.p50)}, p99 ${ms(answers.p99)} (bar: 50 ms)`,
    )
  }
  if (process.argv.includes('--versus-sklearn')) versusSklearn(texts.slice(0, COMPARED), compared)
}

/** The shared month's papers and the reviews' abstracts, each once. */
function realTexts(): Text[] | undefined {
  const firehose = sharedFolder('firehose')
  const reviews = readReviews()
  if (!firehose || !reviews) return undefined
  const papers = realPapers(firehose).flatMap(({ items }) => items)
  const records = reviews.flatMap(({ records }) => records).filter(({ text }) => text.length > 200)
  return [...papers, ...records].map(({ title, text }) => ({ title, text }))
}

/** More documents: each draws its words from two real ones and its lengths from a third. */
function grown(real: readonly Text[], size: number, random: Random): Text[] {
  const words = real.map(({ title, text }) => ({ title: title.split(/\s+/), text: text.split(/\s+/) }))
  const any = <Item>(list: readonly Item[]) => list[Math.floor(random() * list.length)] as Item
  const made = Array.from({ length: Math.max(0, size - real.length) }, () => {
    const [one, other, like] = [any(words), any(words), any(words)]
    const draw = (length: number, from: 'title' | 'text') =>
      Array.from({ length }, () => any((random() < 0.5 ? one : other)[from])).join(' ')
    return { title: draw(like.title.length, 'title'), text: draw(like.text.length, 'text') }
  })
  return [...real, ...made]
}

/** Keeps the documents within an edition's reach, and as many more that are published later; answers how long it took. */
function fill(folder: string, texts: readonly Text[], later: readonly Text[]): number {
  const app = benchApp(NOW, { folder })
  changePlan(app.db, { area: AREA, welcomedAt: 0 })
  const { id } = addSource(app.db, { kind: 'arxiv', address: 'cs.CL', title: 'arXiv' }, 0)
  const item = ({ title, text }: Text, at: number, publishedAt: number): NewItem => ({
    kind: 'paper',
    link: `https://arxiv.test/${at}`,
    title,
    text,
    authors: '',
    publishedAt,
    words: 200,
    keys: [`n:${at}`],
  })
  const began = performance.now()
  const now = app.clock.now()
  keepItems(
    app.db,
    texts.map((text, at) => item(text, at, now - (at % 9) * DAY)),
    id,
    now,
  )
  const kept = performance.now() - began
  const then = Date.parse(NEXT)
  keepItems(
    app.db,
    later.map((text, at) => item(text, texts.length + at, then - 60_000)),
    id,
    then,
  )
  app.close()
  return kept
}

function child(
  mode: string,
  folder: string,
): Record<string, number> & { first: number; daily: number; p50: number; p99: number } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [process.argv[1] ?? '', mode, folder], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

function compose(folder: string): void {
  const app = benchApp(NOW, { folder })
  const first = clocked(() => makeEdition(app.radar))
  open(app.radar)
  for (const { item } of first.result?.stories.slice(0, 5) ?? []) decide(app.db, item.id, 'keep', app.clock.now())
  app.clock.set(NEXT)
  const daily = clocked(() => makeEdition(app.radar))
  app.close()
  const peak = Math.round(process.resourceUsage().maxRSS / 1024)
  print(JSON.stringify({ first: first.ms, daily: daily.ms, peak }))
}

function clocked<Result>(work: () => Result): { ms: number; result: Result } {
  const began = performance.now()
  const result = work()
  return { ms: performance.now() - began, result }
}

/** How soon pages answer while an edition of everything is composed. */
async function pages(folder: string): Promise<void> {
  const app = benchApp('2026-06-04T09:00:00Z', { folder, staying: true })
  app.db.run('DELETE FROM language')
  const { options, schedule } = webOf(app, { deleted: () => {} })
  schedule.stop()
  const web = makeWeb(options)
  const cookie = `${cookieName(4815)}=${app.session.signIn(app.session.newCode())}`
  const headers = { host: '127.0.0.1:4815', 'sec-fetch-site': 'same-origin', cookie }
  const paths = ['/', '/edition', '/left-out', '/kept', '/sources', '/evidence', '/shelf']
  for (const path of paths) await (await web.request(path, { headers })).text()
  let composing = true
  const done = app.radar.apart('edition').finally(() => {
    composing = false
  })
  const times: number[] = []
  for (let at = 0; composing; at++) {
    await new Promise(wait => setTimeout(wait, 5))
    times.push((await timed(async () => (await web.request(paths[at % paths.length] ?? '/', { headers })).text())).ms)
  }
  await done
  app.close()
  const { median, p99 } = spread(times)
  print(JSON.stringify({ count: times.length, p50: median, p99 }))
}

/** arxiv-sanity-lite's way from the same texts to its first ranking, where Debian's python3-sklearn is there. */
function versusSklearn(texts: readonly Text[], ours: number): void {
  const python = '/usr/bin/python3'
  const there = existsSync(python) && spawnSync(python, ['-c', 'import sklearn'], { stdio: 'ignore' }).status === 0
  if (!there) {
    print('versus scikit-learn: skipped, since Debian’s python3-sklearn is not installed')
    return
  }
  const path = join(benchFolder(), 'texts.jsonl')
  writeFileSync(path, texts.map(({ title, text }) => JSON.stringify(`${title} ${text}`)).join('\n'))
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...env } = process.env
  const { stdout } = spawnSync(python, ['-c', SKLEARN, path], { encoding: 'utf8', env })
  const theirs = Number(stdout) * 1000
  print(
    `scikit-learn, ${texts.length} documents  ${ms(theirs)}   ours / theirs ${(ours / theirs).toFixed(2)} (bar: at most .5)`,
  )
}
