import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { Console, Emulator } from '../../emulator/console.ts';
import type { CartridgeType } from '../../emulator/properties.ts';
import { builtinPath } from '../../roms-fetch/index.ts';
import { Random } from '../../src/random.ts';

/**
 * Whatever a ROM file holds and whatever is pressed: no crash, no hang, no growing memory, and the same again the second
 * time and when it is translated. `scripts/fuzz` plays the long form.
 */
const cases = Number(process.env.FUZZ_CASES ?? 300);
const firstSeed = Number(process.env.FUZZ_SEED ?? 1);

const sizes = [
  0, 1, 100, 2047, 2048, 4096, 6144, 8192, 8448, 10240, 10495, 12288, 16384, 32768, 65536, 131072, 200_000,
];
const schemes: CartridgeType[] = ['auto', 'F8', 'F8SC', 'F6', 'F4SC', 'FE', 'E0', 'E7', '3F', '3E', 'UA', 'CV', 'DPC'];

let orchard: Uint8Array;

beforeAll(() => {
  orchard = readFileSync(builtinPath('orchard')!);
});

test(`${cases} broken ROMs`, { timeout: 180_000 + 100 * cases }, () => {
  const emulator = new Emulator(undefined, { translate: false });
  const translating = new Emulator(undefined, { translate: 2 });
  const seeds = Array.from({ length: cases }, (_, i) => firstSeed + i);
  const first = seeds.map(seed => play(seed, emulator));
  const { byteLength } = emulator.memory.buffer;
  seeds.forEach((seed, i) => {
    expect(play(seed, emulator), `case ${seed} plays differently the second time`).toBe(first[i]);
  });
  seeds.forEach((seed, i) => {
    expect(play(seed, translating), `case ${seed} plays differently when translated`).toBe(first[i]);
  });
  expect(emulator.memory.buffer.byteLength, 'consoles give their memory back').toBe(byteLength);
});

/** One case: what came of it, as a hash of RAM and pictures, or the message of a refusal. */
function play(seed: number, emulator: Emulator): string {
  const random = new Random(seed);
  const rom = brokenRom(random);
  const cartridge = schemes[random.integer(schemes.length)];
  let console2600: Console;
  try {
    console2600 = new Console(rom, { cartridge, format: random.chance(0.5) ? 'auto' : 'NTSC' }, emulator);
  } catch (error) {
    // Refused in words: a WebAssembly trap would not be an Error of ours.
    expect(error, `case ${seed}`).not.toBeInstanceOf(WebAssembly.RuntimeError);
    return (error as Error).message;
  }
  const hash = createHash('sha1');
  for (let i = 0; i < 12; i++) {
    console2600.setInputs({
      portA: random.integer(256),
      portB: random.integer(256),
      fire: [random.chance(0.5) ? 0x80 : 0, 0x80],
      paddles: [random.integer(1_000_000), Number.POSITIVE_INFINITY, 0, 1],
    });
    console2600.draw(random.chance(0.5) ? 'palette' : 'off');
    console2600.frame();
    if (random.chance(0.05)) console2600.reset();
    if (random.chance(0.05)) console2600.restore(console2600.snapshot());
    if (random.chance(0.2)) console2600.poke(random.integer(65536), random.integer(256));
    hash.update(console2600.ram);
    if (random.chance(0.3)) hash.update(console2600.screen);
  }
  console2600.close();
  return hash.digest('hex');
}

function brokenRom(random: Random): Uint8Array {
  const size = sizes[random.integer(sizes.length)];
  const kind = random.integer(4);
  if (kind === 0) return Uint8Array.from({ length: size }, () => random.integer(256));
  if (kind === 1) return new Uint8Array(size).fill(random.integer(256));
  // A program that runs, with bytes changed, cut short or repeated.
  const rom = new Uint8Array(kind === 2 ? orchard.length : size);
  for (let i = 0; i < rom.length; i++) rom[i] = orchard[i % orchard.length];
  for (let changes = random.integer(200); changes > 0 && rom.length > 0; changes--) {
    rom[random.integer(rom.length)] = random.integer(256);
  }
  return rom;
}
