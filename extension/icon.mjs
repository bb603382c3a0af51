// The extension's icon, drawn: a level line over a keel, on a round ground. PNG by hand, since it is a dozen lines.
import { crc32, deflateSync } from 'node:zlib'

const GROUND = [0x1f, 0x62, 0x57]
const INK = [0xfb, 0xfa, 0xf7]
// Samples a side of each pixel, for smooth edges.
const FINE = 4

/** The icon as a PNG of so many pixels a side. */
export function icon(size) {
  const rows = Buffer.alloc(size * (size * 4 + 1))
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [ground, ink] = shares(x, y, size)
      const at = y * (size * 4 + 1) + 1 + x * 4
      for (let part = 0; part < 3; part++)
        rows[at + part] = Math.round(GROUND[part] + (INK[part] - GROUND[part]) * (ground === 0 ? 0 : ink / ground))
      rows[at + 3] = Math.round(255 * ground)
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  // Eight bits a part, red, green, blue and how opaque.
  header.set([8, 6, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** How much of a pixel is ground, and how much of it ink. */
function shares(x, y, size) {
  let [ground, ink] = [0, 0]
  for (let at = 0; at < FINE * FINE; at++) {
    const u = ((x + ((at % FINE) + 0.5) / FINE) / size) * 2 - 1
    const v = ((y + (Math.floor(at / FINE) + 0.5) / FINE) / size) * 2 - 1
    if (u * u + v * v > 1) continue
    ground++
    const line = Math.abs(v + 0.12) < 0.09 && Math.abs(u) < 0.62
    const keel = v > 0.1 && v < 0.1 + 0.42 * (1 - (u / 0.4) ** 2)
    if (line || keel) ink++
  }
  return [ground / (FINE * FINE), ink / (FINE * FINE)]
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data])
  const whole = Buffer.alloc(body.length + 8)
  whole.writeUInt32BE(data.length, 0)
  body.copy(whole, 4)
  whole.writeUInt32BE(crc32(body), body.length + 4)
  return whole
}
