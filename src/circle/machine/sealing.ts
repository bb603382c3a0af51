import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto'
import { bech32 } from '@scure/base'
import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption'
import { DOMAIN, type Entry, entryBytes, OVERHEAD, paddedSize, readEntry } from '../../../protocol/circle.ts'

const SIGNATURE_BYTES = 64
// What stands before an Ed25519 public key's 32 bytes in DER (RFC 8410).
const PUBLIC_DER = Buffer.from('302a300506032b6570032100', 'hex')

/** A person's keys for one circle alone, so that a relay cannot tell that two circles have a member in common. */
export interface Keys {
  /** The Ed25519 private key, PKCS #8 in base64url. */
  readonly signing: string
  /** The public key that names them: 32 bytes in base64url. */
  readonly author: string
  /** What the age identity is derived from: 32 bytes in base64url. */
  readonly seed: string
}

/** An age identity, and the recipient that others seal to. */
export interface Identity {
  readonly identity: string
  readonly recipient: string
}

/** Makes fresh keys. */
export function newKeys(): Keys {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return {
    signing: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64url'),
    author: publicBytes(publicKey),
    seed: randomBytes(32).toString('base64url'),
  }
}

// Each entry that cannot be opened may be tried with those that a backup does not have.
const identities = new Map<string, Promise<Identity>>()
const MOST_KEPT = 500

/** The age identity of a seed (HKDF-SHA256). */
export function identityOf(seed: string): Promise<Identity> {
  const known = identities.get(seed)
  if (known) return known
  if (identities.size >= MOST_KEPT) identities.clear()
  const made = makeIdentity(seed)
  identities.set(seed, made)
  return made
}

async function makeIdentity(seed: string): Promise<Identity> {
  const identity = bech32.encodeFromBytes('AGE-SECRET-KEY-', derived(seed, 'identity')).toUpperCase()
  return { identity, recipient: await identityToRecipient(identity) }
}

/** The next seed: from an old backup every later one can be told, and none that came before. */
export function nextSeed(seed: string): string {
  return Buffer.from(derived(seed, 'next')).toString('base64url')
}

function derived(seed: string, what: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', Buffer.from(seed, 'base64url'), '', `${DOMAIN} ${what}`, 32))
}

/** The public key of a signing key: 32 bytes in base64url. */
export function authorOf(signing: string): string {
  return publicBytes(createPublicKey(privateKeyOf(signing)))
}

/** The hash that names an entry: SHA-256 of its bytes, in base64url. */
export function hashOf(entry: Entry): string {
  return createHash('sha256').update(entryBytes(entry)).digest('base64url')
}

/**
 * Signs an entry, pads it and seals it to its recipients with age (C2SP age: X25519, ChaCha20-Poly1305). Throws when the entry
 * is larger than fits, or is not the signer's own.
 */
export async function seal(entry: Entry, signing: string, recipients: readonly string[]): Promise<Uint8Array> {
  const bytes = entryBytes(entry)
  const size = paddedSize(bytes.length)
  if (size === undefined) throw new RangeError('an entry larger than fits')
  if (authorOf(signing) !== entry.author) throw new RangeError('an entry that is not the signer’s own')
  const plain = Buffer.alloc(size)
  plain.writeUInt32BE(bytes.length)
  plain.set(bytes, 4)
  plain.set(sign(null, bytes, privateKeyOf(signing)), 4 + bytes.length)
  const good = await Promise.all(recipients.map(isRecipient))
  return await encrypted(
    new Uint8Array(plain),
    recipients.filter((_, at) => good[at]),
  )
}

async function encrypted(plain: Uint8Array, recipients: readonly string[]): Promise<Uint8Array> {
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  return await encrypter.encrypt(plain)
}

const known = new Map<string, Promise<boolean>>()

/** Whether one can seal to a recipient: a member who announces one that is none keeps nobody from writing to the others. */
function isRecipient(recipient: string): Promise<boolean> {
  const found =
    known.get(recipient) ??
    encrypted(new Uint8Array(), [recipient]).then(
      () => true,
      () => false,
    )
  known.set(recipient, found)
  return found
}

/** Opens a sealed entry with any of one's identities; undefined where none fits, or anything about it is not as it must be. */
export async function open(sealed: Uint8Array, identities: readonly string[]): Promise<Entry | undefined> {
  const decrypter = new Decrypter()
  for (const identity of identities) decrypter.addIdentity(identity)
  const plain = await decrypter.decrypt(sealed).catch(() => undefined)
  if (!plain || plain.length < OVERHEAD) return undefined
  const view = Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength)
  const length = view.readUInt32BE()
  if (length + OVERHEAD > view.length || paddedSize(length) !== view.length) return undefined
  const bytes = view.subarray(4, 4 + length)
  const signature = view.subarray(4 + length, 4 + length + SIGNATURE_BYTES)
  // Padding is nothing but padding: else one entry could be sealed in two ways.
  if (view.subarray(4 + length + SIGNATURE_BYTES).some(byte => byte !== 0)) return undefined
  const entry = readEntry(bytes)
  return entry && isSigned(entry.author, bytes, signature) ? entry : undefined
}

function isSigned(author: string, bytes: Uint8Array, signature: Uint8Array): boolean {
  try {
    const der = Buffer.concat([PUBLIC_DER, Buffer.from(author, 'base64url')])
    return verify(null, bytes, createPublicKey({ key: der, format: 'der', type: 'spki' }), signature)
  } catch {
    return false
  }
}

function privateKeyOf(signing: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(signing, 'base64url'), format: 'der', type: 'pkcs8' })
}

function publicBytes(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).subarray(PUBLIC_DER.length).toString('base64url')
}
