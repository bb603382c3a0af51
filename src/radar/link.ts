// What marks where a click came from, not what is read. Seen in feeds and newsletters of the field.
const TRACKING = /^(utm_\w+|fbclid|gclid|mc_[ce]id|ref|ref_src|referrer|source|cmpid|igshid|_hsenc|_hsmi|trk|spm)$/i

const MOST_LINK = 2000

/** The web address as a person would open it: absolute, http(s), at most 2,000 characters, or undefined. */
export function readLink(text: string | undefined, base?: string): string | undefined {
  const url = text && text.length <= MOST_LINK ? URL.parse(text.trim(), base) : null
  return url && /^https?:$/.test(url.protocol) && !url.username ? url.href : undefined
}

/**
 * One form for the addresses of one thing: without scheme, "www.", tracking, fragment or a slash at the end, parameters
 * sorted; an arXiv paper is its id whatever its version and format.
 */
export function canonical(link: string): string {
  const url = URL.parse(link)
  if (!url) return link
  const host = url.host.toLowerCase().replace(/^(www|m|amp)\./, '')
  const paper = /^(?:export\.)?arxiv\.org$/.test(host) && arxivId(url.pathname)
  if (paper) return `arxiv:${paper}`
  const kept = [...url.searchParams].filter(([name]) => !TRACKING.test(name)).sort(([a], [b]) => (a < b ? -1 : 1))
  const query = new URLSearchParams(kept).toString()
  const path = url.pathname.replace(/(\/+(index\.html?|amp))?\/*$/, '')
  return `${host}${path}${query ? `?${query}` : ''}`
}

/** The id of a paper without its version: "2605.15236" of /abs/2605.15236v2, "cs/0112017" of the old form. */
function arxivId(path: string): string | undefined {
  return /^\/(?:abs|pdf|html)\/((?:[a-z-]+(?:\.[A-Z]{2})?\/\d{7})|\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?\/?$/i.exec(
    path,
  )?.[1]
}
