import type { Database } from '../../store/database.ts'
import type { Language } from '../ranking/language.ts'

/** The language that was learned, and when (ms). */
export function findLanguage(db: Database): { language: Language; learnedAt: number } | undefined {
  const row = db.get<{ learned_at: number; documents: number; rank: number } & Record<string, Uint8Array>>(
    'SELECT * FROM language',
  )
  if (!row) return undefined
  const bytes = (name: string) => row[name]?.slice().buffer as ArrayBuffer
  return {
    learnedAt: row.learned_at,
    language: {
      documents: row.documents,
      rank: row.rank,
      terms: new Uint32Array(bytes('terms')),
      frequency: new Uint32Array(bytes('frequency')),
      factors: new Float32Array(bytes('factors')),
      strengths: new Float64Array(bytes('strengths')),
      mean: new Float32Array(bytes('mean')),
      centre: new Float64Array(bytes('centre')),
    },
  }
}

export function keepLanguage(db: Database, language: Language, now: number): void {
  const bytes = ({ buffer, byteOffset, byteLength }: ArrayBufferView) => new Uint8Array(buffer, byteOffset, byteLength)
  db.run(
    `INSERT OR REPLACE INTO language
       (id, learned_at, documents, rank, terms, frequency, factors, strengths, mean, centre)
     VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    now,
    language.documents,
    language.rank,
    bytes(language.terms),
    bytes(language.frequency),
    bytes(language.factors),
    bytes(language.strengths),
    bytes(language.mean),
    bytes(language.centre),
  )
}
