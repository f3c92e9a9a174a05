import { Machine } from './machine';

/**
 * The TIA's two voices.
 *
 * A voice has no waveform. It is a clock, a handful of bits that the clock pushes along, and a volume. The clock ticks
 * twice a scan line, about 31,400 times a second; AUDF thins it out and lets every (AUDF + 1)th tick through. What
 * those ticks then move are two shift registers, of four and of five bits. The voice's output is the top bit of the
 * four: while it is 1 the voice adds its volume AUDV to the sound, else nothing.
 *
 * AUDC says how the registers are wired. Bits 2 and 3 choose what goes into the four bits: a pattern of period 15
 * (the sum of the two top bits comes back in), a plain alternation (period 2), the five bits' own pattern, or three
 * on, three off (period 6). Bits 0 and 1 choose which ticks get so far: all of them, or only those at which the five
 * bits, running through their own pattern of 31, show a 1 on top (a rattle: engines, shots), or only those two of the
 * 31 at which the pattern reads x1000 (a tone 31 times lower for each period of two). Value 8 chains both registers
 * into one of nine bits, whose period of 511 is noise to the ear. Values 0 and 11 shift in ones, and then AUDV alone
 * is the signal: that is how some games play samples.
 *
 * ALE hears this in a coarse way, which is reproduced: it makes 512 samples for each `act` however long its frames
 * took, all with the registers as the last frame left them. Nothing but `powerOn` resets a voice: the console's reset
 * line does not reach ALE's sound, so registers and patterns outlive it.
 *
 * Sources: Stella Programmer's Guide (Wright, 1979); the bit patterns are those of Stella 2's TIASound inside ALE.
 */

/** Samples of one `act`. */
export const SAMPLES: i32 = 512;

/** Silence; volumes are added to it. */
const SILENCE: i32 = 128;

/** Power-on. A register of zeros would never wake up, so all of them start at 1. */
export function resetSound(m: Machine): void {
  m.audc0 = 0;
  m.audc1 = 0;
  m.audf0 = 0;
  m.audf1 = 0;
  m.audv0 = 0;
  m.audv1 = 0;
  m.divider0 = 0;
  m.divider1 = 0;
  m.fourBits0 = 1;
  m.fourBits1 = 1;
  m.fiveBits0 = 1;
  m.fiveBits1 = 1;
}

/** Lets both voices sound for 512 ticks and puts their sum into 512 bytes. */
export function makeSound(m: Machine, to: usize): void {
  memory.fill(to, <u8>SILENCE, SAMPLES);
  addVoice(changetype<usize>(m), to);
  addVoice(changetype<usize>(m) + 4, to);
}

/** @param voice the machine's address, 4 bytes on for the second voice: their fields stand in pairs */
function addVoice(voice: usize, to: usize): void {
  const wiring = load<i32>(voice, offsetof<Machine>('audc0'));
  const ticks = load<i32>(voice, offsetof<Machine>('audf0'));
  // Two voices of 15 * 4 each over 128 stay within a byte.
  const volume = load<i32>(voice, offsetof<Machine>('audv0')) << 2;
  let divider = load<i32>(voice, offsetof<Machine>('divider0'));
  let four = load<i32>(voice, offsetof<Machine>('fourBits0'));
  let five = load<i32>(voice, offsetof<Machine>('fiveBits0'));
  for (let i = 0; i < SAMPLES; i++) {
    if (++divider > ticks) {
      divider = 0;
      const oldFive = five;
      if (clocksFive(wiring)) five = nextFive(five);
      if (passes(wiring, five)) {
        if (wiring == 8) five = nextNine(five, four);
        four = ((wiring >= 12 ? ~four : four) << 1) | incoming(wiring, four, five, oldFive);
        four &= 0x0f;
      }
    }
    if (four & 8) store<u8>(to + <usize>i, load<u8>(to + <usize>i) + <u8>volume);
  }
  store<i32>(voice, divider, offsetof<Machine>('divider0'));
  store<i32>(voice, four, offsetof<Machine>('fourBits0'));
  store<i32>(voice, five, offsetof<Machine>('fiveBits0'));
}

// @ts-ignore: decorator
@inline
function clocksFive(wiring: i32): bool {
  return ((wiring & 2) != 0 && wiring != 11) || wiring == 9;
}

/** Whether a tick gets as far as the four bits. */
// @ts-ignore: decorator
@inline
function passes(wiring: i32, five: i32): bool {
  if (!(wiring & 2) || wiring == 11) return true;
  return wiring & 1 ? (five & 0x10) != 0 : (five & 0x0f) == 0x08;
}

/** The five bits' pattern of 31: bits 4 and 2 are summed. */
// @ts-ignore: decorator
@inline
function nextFive(five: i32): i32 {
  return five ? ((five << 1) | (((five >> 4) ^ (five >> 2)) & 1)) & 0x1f : 1;
}

/** The five bits where they are the lower part of nine. */
// @ts-ignore: decorator
@inline
function nextNine(five: i32, four: i32): i32 {
  return five | four ? ((five << 1) | (((four >> 3) ^ (five >> 4)) & 1)) & 0x1f : 1;
}

/** The bit that is shifted into the four. */
// @ts-ignore: decorator
@inline
function incoming(wiring: i32, four: i32, five: i32, oldFive: i32): i32 {
  switch (wiring) {
    case 0:
    case 11:
      return 1;
    case 1:
    case 2:
    case 3:
      return four ? ((four >> 3) ^ (four >> 2)) & 1 : 1;
    case 4:
    case 5:
    case 6:
    case 7:
      return ~four & 1;
    case 8:
    case 9:
      return oldFive >> 4;
    case 10:
      return five >> 4;
    default:
      // Three on, three off: the bits are inverted as they move, too.
      return i32(!(four & 4) && (four & 3) != 0);
  }
}
