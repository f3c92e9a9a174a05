import { UserError } from '../errors.ts';
import { gameWithMd5 } from './games/index.ts';

/**
 * Saved states as bytes that may leave the process: to a file, a checkpoint, another worker. What the console itself
 * hands out (`Console.snapshot`) is one copy of memory and knows nothing of where it came from; here it gets a header
 * that does, so that bytes of another ROM or another version are refused and not played.
 *
 * Layout, little-endian: 8 bytes of magic, version (uint32), kind (uint32), MD5 sum of the ROM (16 bytes), payload.
 */

/**
 * Raised whenever a payload would be read differently: the fields of the console's Machine from RAM on, ALE's host
 * words, a game's variables, an environment's own numbers. A test holds the first of these to it.
 */
export const stateVersion = 1;

/** What a payload holds: a console with or without the environment's generator, or an environment around one. */
export const stateKinds = { state: 1, stateWithoutRandom: 2, environment: 3 } as const;
export type StateKind = keyof typeof stateKinds;

const magic = new TextEncoder().encode('OBSTATE\n');
const headerBytes = 32;

/** Puts the header in front of a payload, which may come in parts. */
export function sealState(kind: StateKind, romMd5: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, headerBytes));
  const header = new DataView(bytes.buffer);
  bytes.set(magic);
  header.setUint32(8, stateVersion, true);
  header.setUint32(12, stateKinds[kind], true);
  bytes.set(
    romMd5.match(/../g)!.map(digits => Number.parseInt(digits, 16)),
    16,
  );
  let at = headerBytes;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/**
 * The payload of a sealed state (a view).
 * @param kinds what will do
 * @throws UserError for bytes that are no state, of another version, kind or ROM
 */
export function openState(
  bytes: Uint8Array,
  kinds: readonly StateKind[],
  romMd5: string,
  game: string,
): { kind: StateKind; payload: Uint8Array } {
  if (bytes.length < headerBytes || !magic.every((byte, i) => bytes[i] === byte)) {
    throw new UserError(`not a saved state of openbrain (${bytes.length} bytes)`);
  }
  const header = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  const version = header.getUint32(8, true);
  if (version !== stateVersion) {
    throw new UserError(
      `the saved state is of version ${version}, this program reads version ${stateVersion}: save it anew`,
    );
  }
  const md5 = Array.from(bytes.subarray(16, headerBytes), byte => byte.toString(16).padStart(2, '0')).join('');
  if (md5 !== romMd5) {
    const other = gameWithMd5(md5);
    const whose = other && other.name !== game ? other.name : `another ROM (MD5 ${md5})`;
    throw new UserError(`the saved state is of ${whose}, not of this ${game} (MD5 ${romMd5})`);
  }
  const number = header.getUint32(12, true);
  const kind = kinds.find(name => stateKinds[name] === number);
  if (!kind) {
    const found = (Object.keys(stateKinds) as StateKind[]).find(name => stateKinds[name] === number);
    throw new UserError(`the saved state is of the kind ${found ?? number}, here ${kinds.join(' or ')} is needed`);
  }
  return { kind, payload: bytes.subarray(headerBytes) };
}
