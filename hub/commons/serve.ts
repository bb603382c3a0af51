import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { HEAD, packPath } from '../../protocol/commons.ts'
import { get, type Route } from '../../src/web/route.ts'
import type { CommonsStore } from '../store/commons.ts'

/** Where a commons stands at a hub. */
export const COMMONS = '/commons'

/** The head and the packs, as a file server would serve them: the same for everyone who asks. */
export function commonsRoutes(store: Pick<CommonsStore, 'head' | 'pack'>): Route[] {
  return [
    get(`${COMMONS}/${HEAD}`, 'open', async context => {
      const found = await store.head()
      if (!found) return context.text('There is no commons here yet.', 404)
      const tag = `"${createHash('sha256').update(found.head).digest('base64url').slice(0, 16)}"`
      context.header('etag', tag)
      context.header('cache-control', 'public, max-age=300')
      // A proxy that packs it marks it as weak.
      if (context.req.header('if-none-match')?.replace(/^W\//, '') === tag) return context.body(null, 304)
      return context.body(found.head, 200, { 'content-type': 'application/json' })
    }),
    get(`${COMMONS}/${packPath(':name').replace('.json.gz', '')}`, 'open', async context => pack(context, store)),
  ]
}

async function pack(context: Context, store: Pick<CommonsStore, 'pack'>): Promise<Response> {
  const [, hash = ''] = /^([\w-]{43})\.json\.gz$/.exec(context.req.param('name') ?? '') ?? []
  const body = hash ? await store.pack(hash) : undefined
  if (!body) return context.text('There is no such pack.', 404)
  context.header('cache-control', 'public, max-age=31536000, immutable')
  return context.body(new Uint8Array(body), 200, { 'content-type': 'application/gzip' })
}
