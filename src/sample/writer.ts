// A made-up month of publishing: the same at every run, in sentences of our own. Nothing in it happened.

export interface SampleItem {
  readonly id: string
  readonly title: string
  readonly text: string
  readonly author: string
  /** Milliseconds after the month's first moment. */
  readonly after: number
}

export interface SampleSource {
  readonly name: string
  readonly title: string
  readonly items: readonly SampleItem[]
}

interface Subject {
  readonly things: readonly string[]
  readonly acts: readonly string[]
  readonly ends: readonly string[]
}

const SUBJECTS: Record<string, Subject> = {
  retrieval: {
    things: [
      'retrieval-augmented generation',
      'dense retrieval',
      'long-document question answering',
      'a RAG pipeline',
      'passage reranking',
      'hybrid search',
    ],
    acts: [
      'Evaluating',
      'Measuring the faithfulness of',
      'Auditing',
      'Stress-testing',
      'A cheaper judge for',
      'What breaks in',
    ],
    ends: [
      'when the corpus changes',
      'on legal text',
      'with noisy passages',
      'without gold answers',
      'in eleven languages',
      'under a latency budget',
    ],
  },
  agents: {
    things: [
      'tool-using agents',
      'browser agents',
      'multi-step planners',
      'coding agents',
      'agent memory',
      'delegation between agents',
    ],
    acts: ['Teaching', 'Debugging', 'A small benchmark for', 'Undo buttons for', 'Watching', 'The limits of'],
    ends: [
      'over long tasks',
      'with a human near',
      'in a spreadsheet',
      'after forty steps',
      'on a phone',
      'without a sandbox',
    ],
  },
  vision: {
    things: [
      'image segmentation',
      'video understanding',
      'depth estimation',
      'document layout analysis',
      'satellite image matching',
      'face blurring',
    ],
    acts: ['Faster', 'Label-free', 'Rethinking', 'Robust', 'Tiny models for', 'Synthetic data for'],
    ends: ['at night', 'under rain', 'from one camera', 'on drones', 'for crop maps', 'with few labels'],
  },
  robots: {
    things: [
      'robot grasping',
      'legged walking',
      'warehouse picking',
      'cable handling',
      'bimanual cooking',
      'door opening',
    ],
    acts: [
      'Learning',
      'Demonstrations for',
      'Safe exploration in',
      'Touch sensing for',
      'Simulated practice for',
      'World models for',
    ],
    ends: [
      'from ten examples',
      'on soft objects',
      'in tight spaces',
      'without cameras',
      'across bodies',
      'after a fall',
    ],
  },
  serving: {
    things: [
      'batch scheduling',
      'key-value caches',
      'speculative decoding',
      'four-bit weights',
      'mixture-of-experts routing',
      'cold starts',
    ],
    acts: ['Tuning', 'Halving the cost of', 'A field guide to', 'Profiling', 'Sharing', 'When to avoid'],
    ends: [
      'on one card',
      'under bursty load',
      'for long prompts',
      'at the edge',
      'with tight deadlines',
      'on older hardware',
    ],
  },
  speech: {
    things: [
      'speech recognition',
      'speaker separation',
      'voice cloning detection',
      'music tagging',
      'dialect transcription',
      'turn taking',
    ],
    acts: ['Streaming', 'Low-resource', 'Fair', 'On-device', 'A survey of', 'Errors in'],
    ends: [
      'for old recordings',
      'with background noise',
      'in meetings',
      'for children',
      'across accents',
      'in real time',
    ],
  },
  safety: {
    things: [
      'jailbreak filters',
      'red-team prompts',
      'refusal training',
      'model cards',
      'prompt injection',
      'watermarks',
    ],
    acts: ['Counting', 'Breaking', 'Hardening', 'An honest look at', 'Comparing', 'Reporting on'],
    ends: [
      'in the wild',
      'across releases',
      'with paraphrases',
      'for small teams',
      'over a year',
      'in other languages',
    ],
  },
  forecasting: {
    things: [
      'time-series forecasting',
      'tabular prediction',
      'demand planning',
      'uncertainty intervals',
      'causal effects',
      'anomaly alarms',
    ],
    acts: ['Calibrating', 'Simple baselines for', 'Transfer in', 'Backtesting', 'Explaining', 'Missing data in'],
    ends: [
      'for energy grids',
      'with short histories',
      'in hospitals',
      'through holidays',
      'at shop level',
      'after a shock',
    ],
  },
}

const OPENINGS = [
  'We look at %t %e and ask what actually helps.',
  'Little is known about %t %e.',
  'Many teams rely on %t, yet few have looked at it %e.',
  'This note is about %t %e, seen from a year of running it.',
  'A careful look at %t %e turns up three surprises.',
]
const MIDDLES = [
  'A plain baseline does better than expected.',
  'Half of the reported gain goes away once the test set is cleaned.',
  'The method needs no extra training and runs on one machine.',
  'Two ablations show where the gain comes from.',
  'Human raters agreed with the score in most cases, and we list where they did not.',
  'Cost falls by a third while quality stays level.',
  'The failure cases cluster around rare inputs.',
]
const CLOSINGS = [
  'Code and data are released.',
  'We end with open questions.',
  'A short checklist closes the piece.',
  'The limits are stated plainly.',
]
const NAMES = [
  'I. Aalto',
  'R. Banerjee',
  'C. Duarte',
  'M. Eze',
  'S. Fontaine',
  'L. Grün',
  'N. Haddad',
  'K. Ito',
  'P. Jansen',
  'T. Kovac',
  'A. Lindqvist',
  'O. Mbeki',
]

const HOUR = 3600_000
export const SAMPLE_DAYS = 31

const SOURCES: readonly { name: string; title: string; count: number; subjects: readonly string[] }[] = [
  { name: 'preprints', title: 'Sample Preprints', count: 1620, subjects: Object.keys(SUBJECTS) },
  { name: 'search-notes', title: 'Search Notes', count: 120, subjects: ['retrieval', 'retrieval', 'serving'] },
  {
    name: 'field-letters',
    title: 'Field Letters',
    count: 280,
    subjects: ['agents', 'safety', 'retrieval', 'forecasting'],
  },
  { name: 'lab-journal', title: 'The Lab Journal', count: 220, subjects: ['vision', 'robots', 'speech'] },
  { name: 'machine-room', title: 'Machine Room', count: 140, subjects: ['serving', 'agents'] },
  {
    name: 'daily-wire',
    title: 'The Daily Wire of Models',
    count: 120,
    subjects: ['agents', 'safety', 'serving', 'vision'],
  },
]

/** The whole month: six sources, 2,500 items, oldest first. */
export function writeMonth(): SampleSource[] {
  return SOURCES.map(({ name, title, count, subjects }, at) => {
    const random = seeded(1000 + at)
    const pick = <Of>(list: readonly Of[]): Of => list[Math.floor(random() * list.length)] as Of
    const told = new Map<string, number>()
    const once = (title: string) => {
      const before = told.get(title) ?? 0
      told.set(title, before + 1)
      return before === 0 ? title : `${title}, part ${before + 1}`
    }
    const items = Array.from({ length: count }, (_, number) => {
      const { things, acts, ends } = SUBJECTS[pick(subjects)] as Subject
      const [thing, end] = [pick(things), pick(ends)]
      const title = once(`${pick(acts)} ${thing} ${end}`)
      const sentences = [pick(OPENINGS), pick(MIDDLES), pick(MIDDLES), pick(CLOSINGS)]
      return {
        id: `${name}-${number + 1}`,
        title,
        text: sentences.map(sentence => sentence.replace('%t', thing).replace('%e', end)).join(' '),
        author: pick(NAMES),
        after: Math.floor(((number + random()) / count) * SAMPLE_DAYS * 24 * HOUR),
      }
    })
    return { name, title, items }
  })
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32, Tommy Ettinger, public domain). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
