import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Console, Emulator } from '../../emulator/console.ts';
import { builtinPath, romPath } from '../../roms-fetch/index.ts';
import { Random } from '../../src/random.ts';

const limit = 64 * 1024;
/** One after the other for ever. In journey_escape every frame ends early, in qbert and koolaid some do. */
const names = ['pong', 'seaquest', 'pitfall2', 'qbert', 'koolaid', 'journey_escape', 'adventure'];
const files = [builtinPath('orchard')!, ...names.map(romPath).filter(existsSync)];
const roms = files.map(file => readFileSync(file));

/** A console that is played with inputs of its own; whatever it shows is added to what has been seen. */
class Played {
  readonly console: Console;
  seen = 0;
  private readonly random: Random;

  constructor(number: number, emulator?: Emulator) {
    this.console = new Console(roms[number % roms.length], {}, emulator);
    this.random = new Random(number);
  }

  play(): void {
    const { console: machine, random } = this;
    const fire = [random.chance(0.3) ? 0 : 0x80, 0x80] as const;
    const paddles = [Infinity, Infinity, Infinity, Infinity] as const;
    machine.setInputs({ portA: 0xff ^ (1 << random.integer(8)), portB: 0x3f, fire, paddles });
    machine.draw(random.chance(0.5) ? 'palette' : 'off');
    machine.frame();
    this.look(machine.ram);
    if (random.chance(0.1)) this.look(machine.screen);
  }

  private look(bytes: Uint8Array): void {
    for (const byte of bytes) this.seen = Math.imul(this.seen ^ byte, 0x01000193);
  }
}

test('a thousand consoles in one memory take less than 64 KB each, and play as alone', { timeout: 300_000 }, () => {
  const emulator = new Emulator();
  const before = emulator.usedBytes;
  const all = Array.from({ length: 1000 }, (_, number) => new Played(number, emulator));
  for (let frame = 0; frame < 40; frame++) for (const played of all) played.play();
  expect((emulator.usedBytes - before) / all.length, 'bytes, ROMs and translated code included').toBeLessThan(limit);
  for (let number = 0; number < all.length; number += 37) {
    const alone = new Played(number);
    for (let frame = 0; frame < 40; frame++) alone.play();
    expect(all[number].seen, `console ${number}`).toBe(alone.seen);
  }
  for (const { console: machine } of all) machine.close();
  expect(emulator.usedBytes - before, 'bytes after all were closed').toBeLessThan(limit);
});

test('a second picture is lent while somebody asks for the one before, and goes back', () => {
  const machine = new Console(roms[0], { format: 'NTSC' });
  const play = (frames: number) => {
    for (let i = 0; i < frames; i++) machine.frame();
  };
  play(300);
  const { memoryBytes } = machine;
  expect(memoryBytes).toBeLessThan(limit);
  const earlier = machine.screen.slice();
  play(1);
  const last = machine.screen;
  const copy = last.slice();
  expect(machine.previousScreen).toEqual(earlier);
  expect(last, 'the last picture stays where it was').toEqual(copy);
  expect(machine.memoryBytes).toBe(memoryBytes + 160 * 210 + 16);
  play(100);
  expect(machine.memoryBytes).toBe(memoryBytes);
  machine.close();
});
