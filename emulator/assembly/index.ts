import { insertCartridge, resetCartridge, restoreCartridge } from './cartridge/cartridge';
import { readBus, resetCpu, writeBus } from './cpu';
import {
  distrustPictures,
  forgetFrames,
  giveBack,
  isGrey,
  keptBytes,
  lastPicture,
  loadPictures,
  pictureBefore,
  picturesMatter,
  playFrame,
  savePictures,
} from './history';
import { HOST_WORDS, KEPT, Machine, NOTE_BYTES, ownPicture, pictureBytes, pictureRoom } from './machine';
import { nextRandom, RANDOM_BYTES, seedRandom } from './random';
import { resetRiot } from './riot';
import { makeSound, resetSound, SAMPLES } from './sound';
import { fillTables, TABLES_END } from './tables';
import { resetTia } from './tia';

/**
 * What the host calls. Machines are blocks of memory that the host hands out (`machineBytes` says how large); every
 * function takes the address of one. See `emulator/console.ts` for the face that people use.
 */

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

/** Bytes of a machine's block: fields, host words, cartridge RAM, generators, playfield row, notes, a picture. */
export function machineBytes(cartridgeRam: i32, height: i32): i32 {
  return align16(stateEnd(cartridgeRam)) + 176 + keptBytes(cartridgeRam) + NOTE_BYTES + height * 160 + 16;
}

/** Offset of the first byte behind everything that a snapshot holds. */
export function stateEnd(cartridgeRam: i32): i32 {
  return align16(offsetof<Machine>() + HOST_WORDS * 4 + cartridgeRam) + KEPT * keptBytes(cartridgeRam) + 2 * RANDOM_BYTES;
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
 * @param rom where the ROM lies, in the form that its scheme reads
 * @param romSize bytes of the ROM as it was given
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
): void {
  const m = changetype<Machine>(machine);
  m.rom = rom;
  m.romSize = romSize;
  m.scheme = scheme;
  m.superchip = superchip;
  m.resetBank = resetBank;
  m.cartridgeRam = machine + offsetof<Machine>() + HOST_WORDS * 4;
  m.cartridgeRamSize = cartridgeRam;
  m.kept = machine + <usize>align16(offsetof<Machine>() + HOST_WORDS * 4 + cartridgeRam);
  const end = stateEnd(cartridgeRam);
  m.environmentRandom = machine + <usize>end - RANDOM_BYTES;
  m.systemRandom = m.environmentRandom - RANDOM_BYTES;
  m.playfieldRow = machine + <usize>align16(end);
  m.after = m.playfieldRow + 176;
  m.notes = m.after + <usize>keptBytes(cartridgeRam);
  m.picture = ownPicture(m);
  m.pictureHeight = height;
  m.wanted = 1;
  powerOn(machine);
}

/** Bytes of a second picture, where the machine has one now. */
export function lentBytes(machine: usize): i32 {
  const m = changetype<Machine>(machine);
  return m.previous ? pictureRoom(m) : 0;
}

/** Call before the machine's block is used for something else. */
export function dispose(machine: usize): void {
  giveBack(changetype<Machine>(machine));
}

/** Everything as it is when the console is switched on; the environment's generator is left alone. */
function powerOn(machine: usize): void {
  const m = changetype<Machine>(machine);
  memory.fill(machine + offsetof<Machine>('ram0'), 0, m.systemRandom - (machine + offsetof<Machine>('ram0')));
  seedRandom(m.systemRandom, SYSTEM_SEED);
  for (let i: usize = 0; i < 128; i++) store<u8>(machine + 0x80 + i, <u8>nextRandom(m.systemRandom));
  resetRiot(m);
  resetSound(m);
  m.partialFrame = 0;
  m.greyedOut = 0;
  m.frames = 0;
  insertCartridge(m);
}

/** What Stella's properties say of the picture. Takes effect with the next reset. */
export function setDisplay(
  machine: usize,
  yStart: i32,
  height: i32,
  pal: i32,
  hmoveBlanks: i32,
  shadeTable: usize,
): void {
  const m = changetype<Machine>(machine);
  m.shadeTable = shadeTable;
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
  forgetFrames(m);
  resetRiot(m);
  resetTia(m);
  resetCartridge(m);
  resetCpu(m);
}

/** Runs one frame: until VSYNC ends, or 25,000 instructions have passed. */
export function frame(machine: usize): void {
  playFrame(changetype<Machine>(machine));
}

/** Scan lines since the frame began. */
export function lines(machine: usize): i32 {
  return changetype<Machine>(machine).lines;
}

/** Whether the next frames are drawn, and whether grey levels will do. */
export function setDrawing(machine: usize, drawing: i32, grey: i32): void {
  changetype<Machine>(machine).wanted = drawing | (grey << 1);
}

/** Where the last frame's picture is, drawn now if it has not been: palette indices, or with `grey` as `pictureIsGrey` says. */
export function picture(machine: usize, grey: i32): usize {
  return lastPicture(changetype<Machine>(machine), grey);
}

/** Whether the last frame's picture is of grey levels. */
export function pictureIsGrey(machine: usize): i32 {
  return isGrey(changetype<Machine>(machine));
}

/** Where the picture of the frame before the last is, drawn now if it has not been: palette indices. */
export function drawnPrevious(machine: usize): usize {
  return pictureBefore(changetype<Machine>(machine));
}

/** Makes the 512 samples that follow the last ones, from the voices as they are now, and puts them at `to`. */
export function sound(machine: usize, to: usize): void {
  makeSound(changetype<Machine>(machine), to);
}

/** Bytes that `sound` makes. */
export function soundBytes(): i32 {
  return SAMPLES;
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
  distrustPictures(changetype<Machine>(machine));
}

/** Whether the pictures that `restore` can make again would not be those of this moment. */
export function needsPictures(machine: usize): i32 {
  return i32(picturesMatter(changetype<Machine>(machine)));
}

/** Bytes of both pictures and what is known of them. */
export function picturesBytes(machine: usize): i32 {
  return NOTE_BYTES + 2 * pictureBytes(changetype<Machine>(machine));
}

export function copyPicturesOut(machine: usize, to: usize): void {
  savePictures(changetype<Machine>(machine), to);
}

/** Call after `restored`. */
export function copyPicturesIn(machine: usize, from: usize): void {
  loadPictures(changetype<Machine>(machine), from);
}

export function seedEnvironment(machine: usize, seed: u32): void {
  seedRandom(changetype<Machine>(machine).environmentRandom, seed);
}

export function drawEnvironment(machine: usize): u32 {
  return nextRandom(changetype<Machine>(machine).environmentRandom);
}

/** From now on the processor runs what has been translated of the cartridge (see translated.ts); 0 = nothing. */
export function setTranslation(machine: usize, translation: usize): void {
  changetype<Machine>(machine).translation = translation;
}

export * from './translation-interface';
export {
  colours,
  greyLevels,
  pool,
  poolShrink84,
  prepareShrink84,
  shrink,
  SHRINK84_TABLE_BYTES,
  SHRINK84_WORK_BYTES,
} from './observation';
export { nextRandom, RANDOM_BYTES, seedRandom } from './random';
