import { insertCartridge, resetCartridge, restoreCartridge } from './cartridge/cartridge';
import { execute, readBus, resetCpu, writeBus } from './cpu';
import { HOST_WORDS, Machine } from './machine';
import { nextRandom, RANDOM_BYTES, seedRandom } from './random';
import { resetRiot } from './riot';
import { fillTables, TABLES_END } from './tables';
import { catchUpToLastTouch, greyOut, resetTia, startFrame, updateInks } from './tia';

/**
 * What the host calls. Machines are blocks of memory that the host hands out (`machineBytes` says how large); every
 * function takes the address of one. See `emulator/console.ts` for the face that people use.
 */

/** Instructions after which a frame without VSYNC is given up. */
const FRAME_INSTRUCTIONS: i32 = 25000;

/** The sequence of random numbers that every console starts from (ALE's `system_random_seed`). */
const SYSTEM_SEED: u32 = 4753849;

/** Fills the shared tables. Call once per memory. */
export function initialise(): void {
  fillTables();
}

/** First address that the host may hand out. */
export function heapStart(): usize {
  return (max(<usize>__heap_base, TABLES_END) + 63) & ~63;
}

// @ts-ignore: decorator
@inline
function align16(bytes: i32): i32 {
  return (bytes + 15) & ~15;
}

/** Bytes of a machine's block: fields, host words, cartridge RAM, generators, playfield row, pictures. */
export function machineBytes(cartridgeRam: i32, height: i32): i32 {
  return align16(stateEnd(cartridgeRam)) + 176 + 2 * keptBytes(cartridgeRam) + 2 * height * 160 + 16;
}

/** Offset of the first byte behind everything that a snapshot holds. */
export function stateEnd(cartridgeRam: i32): i32 {
  return align16(offsetof<Machine>() + HOST_WORDS * 4 + cartridgeRam) + 2 * RANDOM_BYTES;
}

/** Offset of the first byte that a snapshot holds. */
export function stateStart(): i32 {
  return offsetof<Machine>('ram0');
}

/** Bytes at a snapshot's end that hold the environment's generator. */
export function randomBytes(): i32 {
  return RANDOM_BYTES;
}

export function hostWordsOffset(): i32 {
  return offsetof<Machine>();
}

/** Offset of the first of the inputs: portA, portB, fire0, fire1, paddle0..paddle3, one word each. */
export function inputsOffset(): i32 {
  return offsetof<Machine>('portA');
}

/**
 * Builds a machine in a block of zeros and switches it on: RAM and the timer start with random values.
 * @param rom where the ROM lies (2K ROMs doubled to 4K)
 */
export function build(
  machine: usize,
  rom: usize,
  romSize: i32,
  scheme: i32,
  superchip: i32,
  resetBank: i32,
  cartridgeRam: i32,
  height: i32,
  shadeTable: usize,
): void {
  const m = changetype<Machine>(machine);
  m.rom = rom;
  m.romSize = romSize;
  m.scheme = scheme;
  m.superchip = superchip;
  m.resetBank = resetBank;
  m.hostWords = machine + offsetof<Machine>();
  m.cartridgeRam = m.hostWords + HOST_WORDS * 4;
  const end = stateEnd(cartridgeRam);
  m.environmentRandom = machine + <usize>end - RANDOM_BYTES;
  m.systemRandom = m.environmentRandom - RANDOM_BYTES;
  m.playfieldRow = machine + <usize>align16(end);
  m.before = m.playfieldRow + 176;
  m.after = m.before + <usize>keptBytes(cartridgeRam);
  m.picture = m.after + <usize>keptBytes(cartridgeRam);
  m.previous = m.picture + <usize>(height * 160);
  m.pictureHeight = height;
  m.shadeTable = shadeTable;
  m.drawing = 1;
  m.drawn = 1;
  powerOn(machine);
}

/** Takes the machine back to the moment it was switched on; the environment's generator is left alone. */
export function powerOn(machine: usize): void {
  const m = changetype<Machine>(machine);
  memory.fill(machine + offsetof<Machine>('ram0'), 0, m.systemRandom - (machine + offsetof<Machine>('ram0')));
  seedRandom(m.systemRandom, SYSTEM_SEED);
  for (let i: usize = 0; i < 128; i++) store<u8>(machine + 0x80 + i, <u8>nextRandom(m.systemRandom));
  resetRiot(m);
  m.partialFrame = 0;
  m.greyedOut = 0;
  m.frames = 0;
  insertCartridge(m);
}

/** What Stella's properties say of the picture. Takes effect with the next reset. */
export function setDisplay(machine: usize, yStart: i32, height: i32, pal: i32, hmoveBlanks: i32): void {
  const m = changetype<Machine>(machine);
  m.startOffset = yStart * 228;
  m.stopOffset = (yStart + height) * 228;
  m.colourLoss = pal;
  m.maximumLines = pal ? 342 : 290;
  m.hmoveBlanksAllowed = hmoveBlanks;
}

/** The console's reset line: all chips, not RAM. */
export function reset(machine: usize): void {
  const m = changetype<Machine>(machine);
  m.cycles = 0;
  m.drawn = 1;
  resetRiot(m);
  resetTia(m);
  resetCartridge(m);
  resetCpu(m);
}

/**
 * Runs one frame: until VSYNC ends, or 25,000 instructions have passed. Where it is not drawn, the machine before it is
 * kept, so that the frame can still be drawn if somebody looks.
 */
export function frame(machine: usize): void {
  const m = changetype<Machine>(machine);
  if (!m.drawing || m.shades) {
    keep(m, m.before);
    m.pictureBefore = m.picture;
  }
  m.drawn = m.drawing;
  run(m);
  m.drawnGrey = m.shades;
}

function run(m: Machine): void {
  if (!m.partialFrame) startFrame(m);
  m.partialFrame = 1;
  execute(m, FRAME_INSTRUCTIONS);
  m.lines = <i32>(<u32>(m.cycles * 3 - m.frameStart) / 228);
  if (m.partialFrame) {
    catchUpToLastTouch(m);
    if (!m.greyedOut) greyOut(m);
    m.greyedOut = 1;
  } else {
    m.lastFrameLines = m.lines;
    if (m.drawnTo < m.displayStop) m.shortFrames++;
    m.frames++;
    m.greyedOut = 0;
  }
}

/** Plays the last frame again, drawn this time, and leaves everything else as it is. */
function drawLast(m: Machine, shades: i32): void {
  keep(m, m.after);
  recall(m, m.before);
  if (m.picture != m.pictureBefore) {
    const picture = m.picture;
    m.picture = m.previous;
    m.previous = picture;
  }
  const drawing = m.drawing;
  const wanted = m.shades;
  m.drawing = 1;
  m.shades = shades;
  updateInks(m);
  run(m);
  m.drawing = drawing;
  m.shades = wanted;
  m.drawn = 1;
  recall(m, m.after);
  m.drawnGrey = shades;
  updateInks(m);
}

/** Fields that change, without the host's words: from RAM to the end of the fields, and the cartridge's RAM. */
function keep(m: Machine, place: usize): void {
  const start = changetype<usize>(m) + offsetof<Machine>('ram0');
  const bytes = offsetof<Machine>() - offsetof<Machine>('ram0');
  memory.copy(place, start, bytes);
  const ram = m.systemRandom - m.cartridgeRam;
  if (ram) memory.copy(place + bytes, m.cartridgeRam, ram);
}

function recall(m: Machine, place: usize): void {
  const start = changetype<usize>(m) + offsetof<Machine>('ram0');
  const bytes = offsetof<Machine>() - offsetof<Machine>('ram0');
  memory.copy(start, place, bytes);
  const ram = m.systemRandom - m.cartridgeRam;
  if (ram) memory.copy(m.cartridgeRam, place + bytes, ram);
  m.playfieldKey = -1;
  m.lineAbove = 0;
  restoreCartridge(m);
}

/** Bytes of one kept machine. */
function keptBytes(cartridgeRam: i32): i32 {
  return align16(offsetof<Machine>() - offsetof<Machine>('ram0') + cartridgeRam + 16);
}

/** Scan lines since the frame began. */
export function lines(machine: usize): i32 {
  return changetype<Machine>(machine).lines;
}

/** Whether the next frames are drawn, and whether as grey levels. */
export function setDrawing(machine: usize, drawing: i32, shades: i32): void {
  const m = changetype<Machine>(machine);
  m.drawing = drawing;
  if (m.shades != shades) {
    m.shades = shades;
    updateInks(m);
  }
}

/** Where the last frame's picture is, in palette indices or grey levels. It is drawn now if it has not been. */
export function picture(machine: usize, shades: i32): usize {
  const m = changetype<Machine>(machine);
  if (!m.drawn || m.drawnGrey != shades) drawLast(m, shades);
  return m.picture;
}

/** How many frames have ended before the last visible line. */
export function shortFrames(machine: usize): i32 {
  return changetype<Machine>(machine).shortFrames;
}

export function previousPicture(machine: usize): usize {
  return changetype<Machine>(machine).previous;
}

export function peek(machine: usize, address: i32): i32 {
  const m = changetype<Machine>(machine);
  return readBus(m, address & 0xffff, m.cycles, m.bus);
}

export function poke(machine: usize, address: i32, value: i32): void {
  const m = changetype<Machine>(machine);
  writeBus(m, address & 0xffff, value & 0xff, m.cycles, true);
}

/** Call after a snapshot was copied in. */
export function restored(machine: usize): void {
  const m = changetype<Machine>(machine);
  m.playfieldKey = -1;
  m.lineAbove = 0;
  m.drawn = 1;
  m.drawnGrey = m.shades;
  restoreCartridge(m);
  updateInks(m);
}

export function seedEnvironment(machine: usize, seed: u32): void {
  seedRandom(changetype<Machine>(machine).environmentRandom, seed);
}

export function drawEnvironment(machine: usize): u32 {
  return nextRandom(changetype<Machine>(machine).environmentRandom);
}

export {
  colours,
  greyLevels,
  lastPictures,
  pool,
  prepareShrink84,
  shrink,
  shrink84,
  SHRINK84_TABLE_BYTES,
  SHRINK84_WORK_BYTES,
} from './observation';
export { nextRandom, RANDOM_BYTES, seedRandom } from './random';
