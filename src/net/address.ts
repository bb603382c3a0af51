import { BlockList, isIP } from 'node:net'

// Ranges that are not the public internet: RFC 6890 and its successors (IANA's special-purpose registries).
const NOT_PUBLIC: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

// Of IPv6 only 2000::/3 is handed out; these are the parts of it that lead elsewhere (documentation, 6to4, Teredo).
const NOT_PUBLIC_6: readonly [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

const refused = new BlockList()
for (const [net, bits] of NOT_PUBLIC) refused.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of NOT_PUBLIC_6) refused.addSubnet(net, bits, 'ipv6')
const global6 = new BlockList()
global6.addSubnet('2000::', 3, 'ipv6')
const mapped = new BlockList()
mapped.addSubnet('::ffff:0:0', 96, 'ipv6')

/** Whether an IP address belongs to the public internet. Text that is no IP address does not. */
export function isPublic(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
  const family = isIP(bare)
  if (family === 4) return !refused.check(bare, 'ipv4')
  if (family !== 6) return false
  if (mapped.check(bare, 'ipv6')) return isPublic(unmap(bare))
  return global6.check(bare, 'ipv6') && !refused.check(bare, 'ipv6')
}

/** Whether a host name is written as an IP address. */
export function isLiteral(hostname: string): boolean {
  return isIP(hostname.replace(/^\[|\]$/g, '')) !== 0
}

function unmap(address: string): string {
  const last = new URL(`http://[${address}]/`).hostname
    .replace(/^\[|\]$/g, '')
    .split(':')
    .slice(-2)
  const [high = 0, low = 0] = last.map(part => Number.parseInt(part || '0', 16))
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}
