import type { CartridgeType } from './properties.ts';

/** How the console is told to build a cartridge. The scheme numbers are those of `assembly/cartridge/cartridge.ts`. */
export interface CartridgeLayout {
  readonly scheme: number;
  /** A Superchip's RAM in front of every bank. */
  readonly superchip: boolean;
  /** Bank shown after a reset. */
  readonly resetBank: number;
  /** Bytes of RAM in the cartridge. */
  readonly ram: number;
  /** Bytes behind the pictures for a window of the machine's own. */
  readonly window?: number;
  /** The ROM is brought to this size (zeros behind its end). */
  readonly romBytes: number;
}

const layouts: Partial<Record<CartridgeType, CartridgeLayout>> = {
  '2K': { scheme: 0, superchip: false, resetBank: 0, ram: 0, romBytes: 4096 },
  '4K': { scheme: 0, superchip: false, resetBank: 0, ram: 0, romBytes: 4096 },
  F8: { scheme: 1, superchip: false, resetBank: 1, ram: 0, romBytes: 8192 },
  'F8 swapped': { scheme: 1, superchip: false, resetBank: 0, ram: 0, romBytes: 8192 },
  F8SC: { scheme: 1, superchip: true, resetBank: 1, ram: 128, romBytes: 8192 },
  F6: { scheme: 2, superchip: false, resetBank: 0, ram: 0, romBytes: 16384 },
  F6SC: { scheme: 2, superchip: true, resetBank: 0, ram: 128, romBytes: 16384 },
  F4: { scheme: 3, superchip: false, resetBank: 0, ram: 0, romBytes: 32768 },
  F4SC: { scheme: 3, superchip: true, resetBank: 0, ram: 128, romBytes: 32768 },
  E0: { scheme: 4, superchip: false, resetBank: 0, ram: 0, window: 4096, romBytes: 8192 },
  FE: { scheme: 5, superchip: false, resetBank: 0, ram: 0, romBytes: 8192 },
  DPC: { scheme: 6, superchip: false, resetBank: 0, ram: 64, romBytes: 10240 },
};

/** @throws Error for a scheme that this console does not have */
export function cartridgeLayout(type: CartridgeType): CartridgeLayout {
  const layout = layouts[type];
  if (!layout) throw new Error(`cartridge scheme ${type} is not supported`);
  return layout;
}

/**
 * Guesses the bank-switching scheme of a ROM from its size and from byte sequences that programs for a scheme contain,
 * in the order in which Stella 2 asks.
 * @returns undefined where nothing fits
 */
export function detectCartridge(rom: Uint8Array): CartridgeType | undefined {
  const size = rom.length;
  if (size !== 0 && size % 8448 === 0) return 'AR';
  if (size === 2048 || (size === 4096 && sameBytes(rom, 0, 2048, 2048))) return looksLikeCommavid(rom) ? 'CV' : '2K';
  if (size === 4096) return looksLikeCommavid(rom) ? 'CV' : '4K';
  if (size === 8192) {
    if (hasSuperchip(rom)) return 'F8SC';
    if (sameBytes(rom, 0, 4096, 4096)) return '4K';
    if (contains(rom, parkerBrothers)) return 'E0';
    if (is3E(rom)) return '3E';
    if (is3F(rom)) return '3F';
    if (contains(rom, ['8d4002'])) return 'UA';
    if (contains(rom, activision)) return 'FE';
    return 'F8';
  }
  if (size === 10495 || size === 10496 || size === 10240) return 'DPC';
  if (size === 12288) return 'FASC';
  if (size === 16384) {
    if (hasSuperchip(rom)) return 'F6SC';
    if (looksLikeE7(rom)) return 'E7';
    if (is3E(rom)) return '3E';
    if (is3F(rom)) return '3F';
    return 'F6';
  }
  if (size === 32768) {
    if (hasSuperchip(rom)) return 'F4SC';
    if (is3E(rom)) return '3E';
    if (is3F(rom)) return '3F';
    return 'F4';
  }
  if (is3E(rom)) return '3E';
  if (is3F(rom)) return '3F';
  if (size === 65536) return 'MB';
  if (size === 131072) return 'MC';
  return undefined;
}

/** E0 programs touch the hot spots $1FE0.. by absolute addressing: STA or LDA of these addresses. */
const parkerBrothers = ['8de01f', '8de05f', '8de9ff', 'ade9ff', 'adedff', 'adf3bf'];

/** FE programs: a JSR into the other half, followed by what these four cartridges do next. */
const activision = ['2000d0c6c5', '20c3f8a582', 'd0fb2073fe', '2000f084d6'];

function is3E(rom: Uint8Array): boolean {
  return contains(rom, ['853ea900']);
}

function is3F(rom: Uint8Array): boolean {
  return occurrences(rom, '853f', 2) >= 2;
}

function looksLikeCommavid(rom: Uint8Array): boolean {
  return contains(rom, ['9dfff3', '9900f4']);
}

/** A Superchip shows in the image as 256 equal bytes at the head of every 4K. */
function hasSuperchip(rom: Uint8Array): boolean {
  for (let bank = 0; bank < rom.length; bank += 4096) {
    if (!rom.subarray(bank, bank + 256).every(byte => byte === rom[bank])) return false;
  }
  return true;
}

/** E7 has RAM where the image shows 512 equal bytes at $3800, with other bytes just before or after them. */
function looksLikeE7(rom: Uint8Array): boolean {
  const first = rom[0x3800];
  if (!rom.subarray(0x3800, 0x3a00).every(byte => byte === first)) return false;
  const around = [...rom.subarray(0x3800 - 32, 0x3800), ...rom.subarray(0x3a00, 0x3a00 + 32)];
  return around.some(byte => byte !== first);
}

function sameBytes(rom: Uint8Array, a: number, b: number, count: number): boolean {
  for (let i = 0; i < count; i++) if (rom[a + i] !== rom[b + i]) return false;
  return true;
}

function contains(rom: Uint8Array, patterns: readonly string[]): boolean {
  return patterns.some(pattern => occurrences(rom, pattern, 1) > 0);
}

/** Counts a pattern up to `enough`; as in Stella, the last possible place is not looked at. */
function occurrences(rom: Uint8Array, hex: string, enough: number): number {
  const pattern = Uint8Array.from(hex.match(/../g)!, byte => Number.parseInt(byte, 16));
  let count = 0;
  for (let i = 0; i < rom.length - pattern.length && count < enough; i++) {
    if (pattern.every((byte, j) => rom[i + j] === byte)) {
      count++;
      i += pattern.length;
    }
  }
  return count;
}
