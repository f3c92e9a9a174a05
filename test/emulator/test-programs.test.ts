import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Console } from '../../emulator/console.ts';
import { assemble } from '../../scripts/assemble.mjs';

/** Runs a program of test/roms/ until it says that it is done; its results, which begin at RAM $82. */
function resultsOf(program: string): Uint8Array {
  const machine = new Console(assemble(fileURLToPath(new URL(`../roms/${program}.asm`, import.meta.url))));
  for (let frames = 0; machine.ram[0] !== 0xa5; frames++) {
    if (frames === 2000) throw new Error(`${program}.asm does not come to its end`);
    machine.frame();
  }
  return machine.ram.subarray(2);
}

// Two other machines arrive at these sums: the Stella of ale-py 0.12.1, and py65 1.2.0 once its DEC of absolute
// addresses takes the six cycles of the data sheet.
test.each(
  [
    ['loads', [0xc8, 0xc7, 0xa0]],
    ['stores', [0x94, 0xbc, 0x47]],
    ['and, or, exclusive or, bit tests', [0x56, 0x92, 0xf6]],
    ['sums and differences', [0xe6, 0xdb, 0x0d]],
    ['comparisons', [0xf7, 0x1e, 0x91]],
    ['shifts and rotations', [0xc8, 0x05, 0x96]],
    ['increments and decrements', [0x50, 0xe8, 0x9b]],
    ['transfers and flags', [0x27, 0x42, 0x43]],
    ['branches', [0x08, 0x8c, 0xe3]],
    ['stack, jumps and interrupts', [0x06, 0xdc, 0xc1]],
    ['decimal sums and differences', [0x91, 0x25, 0x75]],
  ].map(([name, sum], group) => ({ name, sum, group })),
)('the processor does $name as a 6502, in as many cycles', ({ sum, group }) => {
  expect([...resultsOf('processor').subarray(3 * group, 3 * group + 3)]).toEqual(sum);
});

test('the timer counts at its four paces, and every cycle once it has run out', () => {
  /** What INTIM shows `cycles` after `value` was written for intervals of `pace` cycles. */
  const shown = (value: number, pace: number, cycles: number): number => {
    const left = value - 1 - Math.floor((cycles - 1) / pace);
    return left >= 0 ? left : 255 - (cycles - 1 - pace * value);
  };
  expect([...resultsOf('timer').subarray(0, 15)]).toEqual([
    shown(200, 1, 20),
    shown(200, 1, 67),
    shown(100, 8, 24),
    shown(100, 8, 25),
    shown(50, 64, 64),
    shown(50, 64, 65),
    shown(10, 1024, 1024),
    shown(10, 1024, 1025),
    shown(2, 64, 140),
    shown(4, 8, 40),
    // Read for the first time past zero, at one cycle an interval, Stella counts those cycles twice (a RIOT: 236).
    shown(20, 1, 40) - 19,
    // The flag that says it has run out: not yet, not yet, yes, yes.
    0x00,
    0x00,
    0x80,
    0x80,
  ]);
});

test('every pair of objects sets its own collision latch and no other', () => {
  // In the order in which the program packs them, from the highest bit down; CXBLPF has no second bit.
  const latches = ['M0 P1', 'M0 P0', 'M1 P0', 'M1 P1', 'P0 PF', 'P0 BL', 'P1 PF', 'P1 BL'];
  latches.push('M0 PF', 'M0 BL', 'M1 PF', 'M1 BL', 'BL PF', '-', 'P0 P1', 'M0 M1');
  const tested = ['P0 P1', 'M0 P0', 'M1 P0', 'P0 BL', 'P0 PF', 'M0 P1', 'M1 P1', 'P1 BL', 'P1 PF', 'M0 M1'];
  tested.push('M0 BL', 'M0 PF', 'M1 BL', 'M1 PF', 'BL PF');

  const results = resultsOf('collisions');
  const latchesSet = (k: number) =>
    latches.filter((_, i) => ((results[2 * k] << 8) | results[2 * k + 1]) & (0x8000 >> i));
  expect(tested.map((_, k) => latchesSet(k))).toEqual(tested.map(pair => [pair]));
  expect(latchesSet(15), 'all six objects at one place').toEqual(latches.filter(latch => latch !== '-'));
  expect(latchesSet(16), 'two objects that stand apart').toEqual([]);
});
