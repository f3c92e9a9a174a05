import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Console, Emulator } from '../../emulator/console.ts';
import type { CartridgeType } from '../../emulator/properties.ts';
import { usualDelay } from '../../emulator/translator/translation.ts';
import { builtinPath, romNames, romPath } from '../../roms-fetch/index.ts';
import { assemble } from '../../scripts/assemble.mjs';
import { Random } from '../../src/random.ts';

/**
 * The translator against the interpreter, which is the reference: whatever decides the future, and the picture, must be
 * the same after every frame.
 */
interface Pair {
  interpreted: Console;
  translated: Console;
}

function pairOf(rom: Uint8Array, delay: number, cartridge: CartridgeType = 'auto'): Pair {
  const properties = { cartridge, format: 'NTSC' } as const;
  return {
    interpreted: new Console(rom, properties, new Emulator(undefined, { translate: false })),
    translated: new Console(rom, properties, new Emulator(undefined, { translate: delay })),
  };
}

/** Plays both with the same random inputs, resets and restored snapshots. */
function expectSame({ interpreted, translated }: Pair, frames: number, seed: number, what: string): void {
  const random = new Random(seed);
  const kept = [interpreted.snapshot(), translated.snapshot()];
  for (let i = 0; i < frames; i++) {
    if (i % 5 === 0) {
      const inputs = {
        portA: 0xff ^ (random.integer(4) << (2 * random.integer(4))),
        portB: random.chance(0.02) ? 0x3e : random.chance(0.02) ? 0x3d : 0x3f,
        fire: [random.chance(0.3) ? 0 : 0x80, 0x80],
        paddles: [random.integer(800_000), random.integer(800_000), Infinity, Infinity],
      } as const;
      interpreted.setInputs(inputs);
      translated.setInputs(inputs);
      const drawing = random.chance(0.6) ? 'palette' : 'off';
      interpreted.draw(drawing);
      translated.draw(drawing);
    }
    if (random.chance(0.003)) {
      interpreted.reset();
      translated.reset();
    } else if (random.chance(0.01)) {
      interpreted.restore(kept[0]);
      translated.restore(kept[1]);
    }
    interpreted.frame();
    translated.frame();
    const a = interpreted.snapshot();
    const b = translated.snapshot();
    if (Buffer.compare(a, b) !== 0) expect(b, `${what}: state after frame ${i}`).toEqual(a);
    if (i % 8 === 0 && Buffer.compare(interpreted.screen, translated.screen) !== 0) {
      expect(translated.screen, `${what}: picture of frame ${i}`).toEqual(interpreted.screen);
    }
    if (random.chance(0.01)) {
      interpreted.snapshot(kept[0]);
      translated.snapshot(kept[1]);
    }
  }
  interpreted.close();
  translated.close();
}

describe('what is translated does what the interpreter does', () => {
  test.each(['processor', 'timer', 'collisions'])('test program %s', { timeout: 60_000 }, name => {
    const rom = assemble(fileURLToPath(new URL(`../roms/${name}.asm`, import.meta.url)));
    expectSame(pairOf(rom, 1), 1500, 1, name);
  });

  test('Orchard', { timeout: 60_000 }, () => {
    expectSame(pairOf(readFileSync(builtinPath('orchard')!), 5), 1500, 2, 'orchard');
  });

  test('Orchard, some blocks a frame as is usual', { timeout: 60_000 }, () => {
    expectSame(pairOf(readFileSync(builtinPath('orchard')!), usualDelay), 900, 3, 'orchard');
  });

  const present = romNames.filter(name => existsSync(romPath(name)));
  test.skipIf(present.length === 0)(`${present.length} games`, { timeout: 600_000 }, () => {
    for (const [i, name] of present.entries()) {
      expectSame(pairOf(readFileSync(romPath(name)), 20), 400, 100 + i, name);
    }
  });

  test('code that is nothing but random instructions', { timeout: 120_000 }, () => {
    const schemes: CartridgeType[] = ['4K', '2K', 'F8', 'F8SC', 'F6', 'F4', 'E0', 'DPC', 'FASC'];
    for (let seed = 0; seed < 60; seed++) {
      const cartridge = schemes[seed % schemes.length];
      expectSame(pairOf(randomProgram(seed), 1, cartridge), 10, seed, `program ${seed} (${cartridge})`);
    }
  });
});

/** 32K of random bytes that like RAM, registers, hot spots and short branches, all vectors into the window. */
function randomProgram(seed: number): Uint8Array {
  const random = new Random(seed);
  const rom = Uint8Array.from({ length: 32768 }, () => random.integer(256));
  const operands = [0x80, 0x85, 0xf0, 0x02, 0x06, 0x1b, 0x10, 0x2a, 0x84, 0x96, 0xf8, 0xf9, 0xe3];
  for (let i = 0; i < rom.length; i += 1 + random.integer(4)) rom[i] = operands[random.integer(operands.length)];
  for (let i = 0; i < rom.length; i += 1 + random.integer(6))
    if ((rom[i] & 0x1f) === 0x12 || rom[i] === 2) rom[i] = 0xea;
  for (let end = 1024; end <= rom.length; end += 1024) {
    for (const vector of [4, 2]) {
      rom[end - vector] = random.integer(256);
      rom[end - vector + 1] = 0xf0 | random.integer(16);
    }
  }
  return rom;
}

test('a program of which everything is translated meets the interpreter no more', () => {
  // Cleared RAM, then lines and a VSYNC for ever: loads, stores, a call, branches.
  const rom = new Uint8Array(4096).fill(0xea);
  rom.set([0x78, 0xd8, 0xa2, 0xff, 0x9a, 0xa9, 0x02, 0x85, 0x00, 0x20, 0x00, 0xf1, 0xa9, 0x00, 0x85, 0x00], 0);
  rom.set([0xa2, 0xff, 0x85, 0x02, 0x86, 0x09, 0xca, 0xd0, 0xf9, 0x4c, 0x05, 0xf0], 16);
  rom.set([0xa0, 0x03, 0x85, 0x02, 0x88, 0xd0, 0xfb, 0xe6, 0x90, 0x60], 0x100);
  rom.set([0x00, 0xf0, 0x00, 0xf0], 0xffc);
  const emulator = new Emulator(undefined, { translate: 2 });
  const machine = new Console(rom, { format: 'NTSC' }, emulator);
  for (let i = 0; i < 8; i++) machine.frame();
  const before = machine.interpretedInstructions;
  const { [0x10]: counted } = machine.ram;
  for (let i = 0; i < 100; i++) machine.frame();
  expect((machine.ram[0x10] - counted) & 0xff, 'frames that the program itself counted').toBe(100);
  expect(machine.interpretedInstructions - before).toBe(0);
  machine.close();
});

test('as is usual, translated code takes over while the program runs', () => {
  const rom = readFileSync(builtinPath('orchard')!);
  // A byte that nobody reads makes it a program that was not translated before.
  rom[rom.lastIndexOf(0xff)] = 1;
  const machine = new Console(rom, { format: 'NTSC' }, new Emulator(undefined, { translate: true }));
  const interpretedIn = (frames: number) => {
    const before = machine.interpretedInstructions;
    for (let i = 0; i < frames; i++) machine.frame();
    return (machine.interpretedInstructions - before) / frames;
  };
  interpretedIn(usualDelay);
  expect(interpretedIn(usualDelay), 'instructions a frame while notes are taken').toBeGreaterThan(1000);
  interpretedIn(100);
  expect(interpretedIn(100), 'instructions a frame once it is translated').toBeLessThan(100);
  machine.close();
});

test('consoles that are closed give their memory and their functions back', () => {
  const rom = readFileSync(builtinPath('orchard')!);
  const emulator = new Emulator(undefined, { translate: 2 });
  const play = () => {
    const machines = [0, 1].map(() => new Console(rom, { format: 'NTSC' }, emulator));
    for (let i = 0; i < 20; i++) for (const machine of machines) machine.frame();
    for (const machine of machines) machine.close();
  };
  play();
  const { byteLength } = emulator.memory.buffer;
  const { length } = emulator.exports.table;
  for (let i = 0; i < 50; i++) play();
  expect(emulator.memory.buffer.byteLength).toBe(byteLength);
  expect(emulator.exports.table.length).toBe(length);
});
