import { expect, test } from 'vitest';
import { Console } from '../../emulator/console.ts';

const register = { control: 0x15, frequency: 0x17, volume: 0x19 };

/** Sound of the first voice over many frames' worth of ticks, as 0 and 1. */
function play(control: number, frequency: number): number[] {
  const console = new Console(new Uint8Array(4096));
  console.enableSound();
  console.poke(register.control, control);
  console.poke(register.frequency, frequency);
  console.poke(register.volume, 5);
  const bits: number[] = [];
  for (let i = 0; i < 40; i++) {
    console.makeSound();
    bits.push(...[...console.soundSamples].map(sample => (sample - 128) / 20));
  }
  console.close();
  return bits;
}

/** Ticks after which the sound repeats, once it has settled. */
function period(bits: readonly number[]): number {
  const settled = bits.slice(2000);
  for (let p = 1; p < 4000; p++) {
    if (settled.slice(p).every((bit, i) => bit === settled[i])) return p;
  }
  return Infinity;
}

// Stella Programmer's Guide, "Audio control": the patterns behind AUDC and what they divide by.
test.each([
  [0x1, 15, '4 bit poly'],
  [0x4, 2, 'pure tone, divided by 2'],
  [0x5, 2, 'pure tone, divided by 2'],
  [0x6, 31, 'pure tone, divided by 31'],
  [0x8, 511, '9 bit poly'],
  [0x9, 31, '5 bit poly'],
  [0xa, 31, 'pure tone, divided by 31'],
  [0xc, 6, 'pure tone, divided by 6'],
  [0xd, 6, 'pure tone, divided by 6'],
  [0xe, 93, 'pure tone, divided by 93'],
])('AUDC %d repeats after %d ticks (%s), and AUDF makes it as many times slower', (control, ticks) => {
  expect(period(play(control, 0))).toBe(ticks);
  expect(period(play(control, 4))).toBe(5 * ticks);
});

test.each([0x0, 0xb])('AUDC %d holds the voice at its volume', control => {
  expect(new Set(play(control, 0).slice(100))).toEqual(new Set([1]));
});
