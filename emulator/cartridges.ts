import { md5 } from './md5.ts';
import type { CartridgeType } from './properties.ts';

/** How the console is told to build a cartridge. The scheme numbers are those of `assembly/cartridge/cartridge.ts`. */
export interface CartridgeLayout {
  readonly scheme: number;
  /** A Superchip's RAM in front of every bank. */
  readonly superchip?: boolean;
  /** Bank shown after a reset. */
  readonly resetBank?: number;
  /** Bytes of RAM in the cartridge, registers of its own chips included. */
  readonly ram?: number;
  /** Bytes behind the pictures for a window of the machine's own. */
  readonly window?: number;
  /** Code of such cartridges can be translated to WebAssembly (see `translator/`). */
  readonly translatable?: Translatable;
  /** Brings a ROM to the form in which the scheme reads it. */
  readonly image: (rom: Uint8Array) => Uint8Array;
}

/** How a scheme shows its ROM. */
export interface Translatable {
  /** Bytes that are shown or hidden together: banks that fill the window, or slices of 1K (E0). */
  readonly unitBytes: 1024 | 4096;
  /** Accesses to the addresses $1000 + first ... show bank 0, 1, ...; none = there is only one. */
  readonly hotSpots?: { readonly first: number; readonly count: number };
}

const plain: Translatable = { unitBytes: 4096 };

function banks(first: number, count: number): Translatable {
  return { unitBytes: 4096, hotSpots: { first, count } };
}

const layouts: Partial<Record<CartridgeType, CartridgeLayout>> = {
  '2K': { scheme: 0, translatable: plain, image: rom => concatenated(fixed(2048)(rom), fixed(2048)(rom)) },
  '4K': { scheme: 0, translatable: plain, image: fixed(4096) },
  F8: { scheme: 1, translatable: banks(0xff8, 2), resetBank: 1, image: fixed(8192) },
  'F8 swapped': { scheme: 1, translatable: banks(0xff8, 2), image: fixed(8192) },
  F8SC: { scheme: 1, translatable: banks(0xff8, 2), superchip: true, resetBank: 1, ram: 128, image: fixed(8192) },
  F6: { scheme: 2, translatable: banks(0xff6, 4), image: fixed(16384) },
  F6SC: { scheme: 2, translatable: banks(0xff6, 4), superchip: true, ram: 128, image: fixed(16384) },
  F4: { scheme: 3, translatable: banks(0xff4, 8), image: fixed(32768) },
  F4SC: { scheme: 3, translatable: banks(0xff4, 8), superchip: true, ram: 128, image: fixed(32768) },
  E0: {
    scheme: 4,
    translatable: { unitBytes: 1024, hotSpots: { first: 0xfe0, count: 24 } },
    window: 4096,
    image: fixed(8192),
  },
  FE: { scheme: 5, image: fixed(8192) },
  DPC: { scheme: 6, translatable: banks(0xff8, 2), ram: 64, image: fixed(10240) },
  E7: { scheme: 7, ram: 2048, window: 4096, image: fixed(16384) },
  // The ROM is the image's second half; a file of 2K is only that.
  CV: { scheme: 8, ram: 1024, window: 4096, image: atTheEnd(4096) },
  FASC: { scheme: 9, translatable: banks(0xff8, 3), ram: 256, image: fixed(12288) },
  MB: { scheme: 10, image: fixed(65536) },
  '3F': { scheme: 16, window: 4096, image: whole },
  '3E': { scheme: 17, ram: 32768, window: 4096, image: whole },
  UA: { scheme: 18, image: fixed(8192) },
  MC: { scheme: 19, ram: 32768, image: atTheEnd(131072) },
};

/** The first so many bytes, zeros behind the ROM's end. */
function fixed(bytes: number): (rom: Uint8Array) => Uint8Array {
  return rom => concatenated(rom.subarray(0, bytes), new Uint8Array(Math.max(0, bytes - rom.length)));
}

/** The ROM at the end of so many bytes, zeros before it. */
function atTheEnd(bytes: number): (rom: Uint8Array) => Uint8Array {
  return rom => concatenated(new Uint8Array(Math.max(0, bytes - rom.length)), rom.subarray(0, bytes));
}

/** All of a ROM, and zeros where a last slice of it may reach beyond the end. */
function whole(rom: Uint8Array): Uint8Array {
  return concatenated(rom, new Uint8Array(4096));
}

function concatenated(a: Uint8Array, b: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}

/** @throws Error for a scheme that this console does not have */
export function cartridgeLayout(type: CartridgeType): CartridgeLayout {
  const layout = layouts[type];
  if (!layout) throw new Error(`cartridge scheme ${type} is not supported`);
  return layout;
}

/** No cartridge is larger: what a file holds beyond is not read. */
export const largestRom = 512 * 1024;

/** Two prototypes whose banks lie the other way round; nothing in them says so. */
const swapped = new Set(['bc24440b59092559a1ec26055fd1270e', '75ee371ccfc4f43e7d9b8f24e1266b55']);

/**
 * Guesses the bank-switching scheme of a ROM from its size and from byte sequences that programs for a scheme contain,
 * in the order in which Stella 2 asks. Two ROMs are known by their MD5.
 * @returns undefined where nothing fits
 */
export function detectCartridge(rom: Uint8Array): CartridgeType | undefined {
  const size = rom.length;
  if (size !== 0 && size % 8448 === 0) return 'AR';
  if (size === 2048 || (size === 4096 && sameBytes(rom, 0, 2048, 2048))) return looksLikeCommavid(rom) ? 'CV' : '2K';
  if (size === 4096) return looksLikeCommavid(rom) ? 'CV' : '4K';
  if (size === 8192) {
    if (swapped.has(md5(rom))) return 'F8 swapped';
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
