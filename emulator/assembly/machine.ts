/**
 * One Atari 2600, as a block of memory.
 *
 * The machine has three chips and a cartridge: the 6507 processor (`cpu.ts`), the TIA that makes picture and sound
 * (`tia.ts`, `picture.ts`, `sound.ts`), the RIOT with 128 bytes of RAM, a timer and the ports (`riot.ts`), and ROM
 * behind a bank-switching scheme (`cartridge/`). All of their state lies in one block, so that a thousand machines
 * live in one WebAssembly memory and a snapshot is one copy.
 *
 * The block begins with what does not change while a machine runs (where its ROM and its picture are, what the
 * cartridge is). From `ram` on lies everything that decides the future: that is what a snapshot holds. RAM stands at
 * offset 0x80, so a zero-page address is also an offset into the block. Behind the fields follow, in this order:
 * words that belong to the host (ALE's counters and the game's variables), the cartridge's RAM, and the two
 * generators of random numbers.
 */
@unmanaged
export class Machine {
  // ---- Set up once. Exactly 32 words, so that RAM stands at 0x80.
  /** Address of the byte at $0000 of a 4K window whose visible part begins at $1000. */
  window: usize;
  /** The plain part of the window: addresses first .. first + span + 2 are ROM without side effects. */
  plainFirst: u32;
  plainSpan: u32;
  scheme: i32;
  rom: usize;
  romSize: i32;
  /** Copy of the 4K window, for schemes that compose it of slices; 0 for the others. */
  slices: usize;
  cartridgeRam: usize;
  /** The picture being drawn, and the one before it where there is a second one (see history.ts), or 0. */
  picture: usize;
  previous: usize;
  pictureHeight: i32;
  startOffset: i32;
  stopOffset: i32;
  maximumLines: i32;
  hmoveBlanksAllowed: i32;
  colourLoss: i32;
  /** Bit 0: somebody will look at the next frames. Bit 1: grey levels will do. */
  wanted: i32;
  /** This frame is drawn. Collisions are right either way. */
  drawing: i32;
  /** This frame is drawn in grey levels in place of palette indices. */
  shades: i32;
  /** 256 bytes: palette index -> grey level. */
  shadeTable: usize;
  /** Operand bytes of an instruction fetched from where fetching has side effects. */
  scratch: u32;
  /** Row of 160 playfield bytes. */
  playfieldRow: usize;
  /** See history.ts: the last frames, what is known of their pictures, and room for the present. */
  kept: usize;
  /** Whole frames until the second picture goes back. */
  previousFrames: i32;
  notes: usize;
  after: usize;
  cartridgeRamSize: i32;
  /** Code of the cartridge translated to WebAssembly (see translated.ts); 0 = interpret everything. */
  translation: usize;
  environmentRandom: usize;
  systemRandom: usize;
  /** A Superchip's 128 bytes of RAM lie in front of every bank. */
  superchip: i32;
  /** The bank shown after a reset. */
  resetBank: i32;

  // ---- RAM, 128 bytes at offset 0x80.
  ram0: u64;
  ram1: u64;
  ram2: u64;
  ram3: u64;
  ram4: u64;
  ram5: u64;
  ram6: u64;
  ram7: u64;
  ram8: u64;
  ram9: u64;
  ram10: u64;
  ram11: u64;
  ram12: u64;
  ram13: u64;
  ram14: u64;
  ram15: u64;

  // ---- 6507. `nz` holds the last result: Z is set where its low byte is 0, N where bit 7 or bit 15 is 1.
  pc: i32;
  a: i32;
  x: i32;
  y: i32;
  sp: i32;
  nz: i32;
  carry: i32;
  overflow: i32;
  decimal: i32;
  interrupt: i32;
  /** A JAM opcode was met: the processor stands still until a reset. */
  jammed: i32;
  /** Processor cycles since the frame began. */
  cycles: i32;
  /** What the bus carried last, where a device read needs to know. */
  bus: i32;

  // ---- RIOT
  timer: u32;
  timerShift: u32;
  timerSetCycle: u32;
  timerInterruptCycle: u32;
  timerWasRead: i32;
  directionA: i32;
  directionB: i32;

  // ---- Inputs, written by the host before a frame
  /** Joysticks as port A shows them: bit 4..7 left up, down, left, right; bit 0..3 right. 1 = not pressed. */
  portA: i32;
  /** Console switches as port B shows them. */
  portB: i32;
  /** Fire buttons as INPT4 and INPT5 show them: 0x80 = not pressed. */
  fire0: i32;
  fire1: i32;
  /** Cycles until a paddle's capacitor is charged; -1 = never; -2 = at once. */
  paddle0: i32;
  paddle1: i32;
  paddle2: i32;
  paddle3: i32;

  // ---- TIA: the beam. Clocks are colour clocks, three a processor cycle, counted from the frame's beginning.
  frameStart: i32;
  displayStart: i32;
  displayStop: i32;
  /** A frame longer than the longest ends at the first write at or after this clock. */
  frameLimit: i32;
  /** The picture is right up to this clock. */
  drawnTo: i32;
  /** A write that changed nothing would have brought the picture up to this clock. */
  pending: i32;
  /** Clock of the last read or write of the TIA. */
  touched: i32;
  toLineEnd: i32;
  lastFrameLines: i32;
  lines: i32;
  vsyncFinish: i32;
  /** The last full line was drawn from the registers as they are now; the pixel after it, plus 1. 0 = it was not. */
  lineAbove: usize;
  /** The playfield that `playfieldRow` was made of. */
  playfieldKey: i32;
  /** Where in the picture the next pixel goes. */
  pixel: i32;
  partialFrame: i32;
  greyedOut: i32;
  /** Frames since the last reset, and how many more are drawn in any case (see history.ts). */
  frameIndex: i32;
  caution: i32;
  /** Frames that must still be drawn as palette indices. */
  paletteOnly: i32;
  frames: i32;

  // ---- TIA: registers
  /** Bit set of the objects that are switched on: P0 1, M0 2, P1 4, M1 8, ball 16, playfield 32. */
  enabled: i32;
  vsync: i32;
  vblank: i32;
  nusiz0: i32;
  nusiz1: i32;
  control: i32;
  /** Playfield bits in the order of the screen: bit 0 is the leftmost block of four pixels. */
  playfield: i32;
  /** Whether the right half is mirrored, as it was decided for this line. */
  mirrored: i32;
  reflect0: i32;
  reflect1: i32;
  grp0: i32;
  grp1: i32;
  delayedGrp0: i32;
  delayedGrp1: i32;
  shown0: i32;
  shown1: i32;
  enam0: i32;
  enam1: i32;
  enabl: i32;
  delayedEnabl: i32;
  hmp0: i32;
  hmp1: i32;
  hmm0: i32;
  hmm1: i32;
  hmbl: i32;
  vdelp0: i32;
  vdelp1: i32;
  vdelbl: i32;
  resmp0: i32;
  resmp1: i32;
  collisions: i32;
  positionP0: i32;
  positionP1: i32;
  positionM0: i32;
  positionM1: i32;
  positionBall: i32;
  /** The first copy of the player is not shown on this line: it was repositioned after its start. */
  firstHidden0: i32;
  firstHidden1: i32;
  /** Missile 0 in the star field of Cosmic Ark: 0 as usual, 1 stretched, 2 not shown on this line. */
  missile0Mode: i32;
  starMotion: i32;
  starCounter: i32;
  lastHmove: i32;
  hmoveBlank: i32;
  dumped: i32;
  dumpEndCycle: i32;
  /** Palette indices of background, playfield, player 0, player 1; and what is drawn for them. */
  colour0: i32;
  colour1: i32;
  colour2: i32;
  colour3: i32;
  ink0: i32;
  ink1: i32;
  ink2: i32;
  ink3: i32;

  // ---- TIA: the two voices (see sound.ts). The console's reset leaves them alone.
  audc0: i32;
  audc1: i32;
  audf0: i32;
  audf1: i32;
  audv0: i32;
  audv1: i32;
  /** Ticks since AUDF let the last one through. */
  divider0: i32;
  divider1: i32;
  fourBits0: i32;
  fourBits1: i32;
  fiveBits0: i32;
  fiveBits1: i32;

  // ---- Cartridge
  bank: i32;
  slice0: i32;
  slice1: i32;
  slice2: i32;
  slice3: i32;
  /** Which part of its RAM the cartridge shows. */
  ramBank: i32;
  /** The last segment shows the last slice whatever `slice3` says. */
  slotLocked: i32;
  /** Cycle up to which the cartridge's own clock has run. */
  clockedTo: i32;
}

/** Set in the cycle count by a write that ends the frame. */
export const STOP: i32 = 0x80000000;

/** Words at the end of the fields that belong to the host. */
export const HOST_WORDS: i32 = 64;

// @ts-ignore: decorator
@inline
export function address(machine: Machine): usize {
  return changetype<usize>(machine);
}

/** Frames that are remembered (see history.ts). */
export const KEPT: i32 = 3;

/** What is known of the pictures of kept frames, 16 bytes each: drawn, in grey levels, short, where. */
export const NOTE_BYTES: i32 = 16 * KEPT;

/** The picture that lies in the machine's block, behind the notes. Another one may be lent. */
// @ts-ignore: decorator
@inline
export function ownPicture(m: Machine): usize {
  return m.notes + NOTE_BYTES;
}

// @ts-ignore: decorator
@inline
export function pictureBytes(m: Machine): i32 {
  return m.pictureHeight * 160;
}

/** Bytes of a picture and what stores of sixteen pixels may touch behind it. */
// @ts-ignore: decorator
@inline
export function pictureRoom(m: Machine): i32 {
  return pictureBytes(m) + 16;
}
