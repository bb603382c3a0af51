// Text of these is made of seven-bit bytes, as UTF-8 can be too: only the label tells.
const BELIEVED = /^(iso-2022|hz)/i

/** Text of a body in whatever encoding it turns out to have; labels are hints, since many are wrong. */
export function decode(bytes: Uint8Array, contentType = ''): string {
  const mark = byteOrderMark(bytes)
  if (mark) return withEncoding(bytes, mark)
  const label = labelOf(bytes, contentType)
  // A label that can be read byte by byte is not of UTF-16, whatever it says; without zero bytes neither is the text.
  const wide = /^utf-?16/i.test(label ?? '')
  if (label && (wide ? bytes.subarray(0, 1024).includes(0) : BELIEVED.test(label))) return withEncoding(bytes, label)
  return asUtf8(bytes) ?? withEncoding(bytes, label && !/^utf-?(8|16)/i.test(label) ? label : 'windows-1252')
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
