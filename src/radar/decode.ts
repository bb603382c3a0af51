// Encodings that a text in UTF-8 is never mistaken for, so their label is believed first.
const BELIEVED = /^(utf-16|iso-2022|shift|sjis|gb|big5|euc)/i

/** Text of a body in whatever encoding it turns out to have; labels are hints, since many are wrong. */
export function decode(bytes: Uint8Array, contentType = ''): string {
  const label = byteOrderMark(bytes) ?? labelOf(bytes, contentType)
  if (label && BELIEVED.test(label)) return withEncoding(bytes, label)
  const utf8 = asUtf8(bytes)
  if (utf8 !== undefined) return utf8
  return withEncoding(bytes, label && !/^utf-?8$/i.test(label) ? label : 'windows-1252')
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return undefined
}

function labelOf(bytes: Uint8Array, contentType: string): string | undefined {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 1024))
  const declared =
    /<\?xml[^>]*encoding\s*=\s*["']([\w-]+)/i.exec(start) ?? /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(start)
  return declared?.[1] ?? /charset\s*=\s*["']?([\w-]+)/i.exec(contentType)?.[1]
}

function asUtf8(bytes: Uint8Array): string | undefined {
  try {
    // As a stream, since a body that was cut off may end within a character.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return undefined
  }
}

function withEncoding(bytes: Uint8Array, label: string): string {
  try {
    return new TextDecoder(label).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
