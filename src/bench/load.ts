import { Emulator } from '../../emulator/console.ts';
import { AleEnvironment } from '../ale/environment.ts';
import { openRom } from '../ale/open.ts';
import { Random } from '../random.ts';

/** What `bench load` prints. */
export interface LoadBench {
  game: string;
  consoles: number;
  /** Loading the first, which waits for the console's program to be compiled. */
  firstMilliseconds: number;
  /** Median of loading another: from the ROM file to the end of the first reset. */
  loadMilliseconds: number;
  /** Memory of the emulator for each console after it has played, ROM and translated code divided among them. */
  bytes: number;
  /** What the whole process has grown by for each console. */
  processBytes: number;
}

/** Frames that every console plays after all have been loaded. */
const frames = 100;

/**
 * Loads a ROM as often as asked for, each time into another console of one process, then plays all of them in turn.
 * @throws UserError for an unknown game
 */
export function benchLoad(game: string, consoles: number): LoadBench {
  const processBefore = process.memoryUsage().rss;
  const emulator = new Emulator();
  const before = emulator.usedBytes;
  const times: number[] = [];
  const all = Array.from({ length: consoles }, (_, seed) => {
    const start = process.hrtime.bigint();
    const { rom, game: definition } = openRom(game);
    const environment = new AleEnvironment(rom.bytes, definition, { seed }, emulator);
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
    return environment;
  });
  const random = new Random(0);
  for (let frame = 0; frame < frames; frame++) {
    for (const environment of all) environment.act(random.integer(18));
  }
  const bytes = (emulator.usedBytes - before) / consoles;
  const processBytes = (process.memoryUsage().rss - processBefore) / consoles;
  const { name } = all[0].game;
  for (const environment of all) environment.close();
  const [first, ...others] = times;
  others.sort((a, b) => a - b);
  return {
    game: name,
    consoles,
    firstMilliseconds: rounded(first),
    loadMilliseconds: rounded(others[others.length >> 1] ?? first),
    bytes: Math.round(bytes),
    processBytes: Math.round(processBytes),
  };
}

/** To three digits behind the point. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
