import type { Context } from 'hono'

/** A posted form: text fields by name, every value of a name, files. */
export interface Form {
  text(name: string): string
  all(name: string): string[]
  file(name: string): File | undefined
  has(name: string): boolean
}

// All but line breaks and tabs: no calendar, terminal or file takes them well.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

/** What was posted cannot be read as a form. */
export class BadForm extends Error {
  override readonly name = 'BadForm'
}

/** Reads a posted form, once; throws a BadForm. */
export async function readForm(context: Context): Promise<Form> {
  const body = await context.req.parseBody({ all: true }).catch((cause: unknown) => {
    throw new BadForm('what was posted is no form', { cause })
  })
  const values = (name: string) => [body[name] ?? []].flat()
  return {
    text: name =>
      values(name)
        .filter(value => typeof value === 'string')
        .at(0)
        ?.replace(CONTROL, ' ')
        .trim() ?? '',
    all: name => values(name).filter(value => typeof value === 'string'),
    has: name => body[name] !== undefined,
    file: name => values(name).find(value => value instanceof File && value.size > 0) as File | undefined,
  }
}

/** The page a form returns to: one of ours, or the fallback. */
export function backTo(text: string, fallback: string): string {
  const url = URL.parse(text, 'http://here')
  return url && text.startsWith('/') && url.origin === 'http://here'
    ? `${url.pathname}${url.search}${url.hash}`
    : fallback
}
