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
  /** The same in processor time. */
  cpuMilliseconds: number;
  /** Memory of the emulator for each console after it has played, ROM and translated code divided among them. */
  bytes: number;
}

/** Frames that every console plays after all have been loaded. */
const frames = 100;

/**
 * Loads a ROM as often as asked for, each time into another console of one process, then plays all of them in turn.
 * @param consoles at least 2
 * @throws UserError for an unknown game
 */
export function benchLoad(game: string, consoles: number): LoadBench {
  const emulator = new Emulator();
  const before = emulator.usedBytes;
  const times: number[] = [];
  const cpuTimes: number[] = [];
  const all = Array.from({ length: consoles }, (_, seed) => {
    const cpuBefore = process.cpuUsage();
    const start = process.hrtime.bigint();
    const { rom, game: definition } = openRom(game);
    const environment = new AleEnvironment(rom.bytes, definition, { seed }, emulator);
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
    const { user, system } = process.cpuUsage(cpuBefore);
    cpuTimes.push((user + system) / 1e3);
    return environment;
  });
  const random = new Random(0);
  for (let frame = 0; frame < frames; frame++) {
    for (const environment of all) environment.act(random.integer(18));
  }
  const bytes = (emulator.usedBytes - before) / consoles;
  const { name } = all[0].game;
  for (const environment of all) environment.close();
  return {
    game: name,
    consoles,
    firstMilliseconds: rounded(times[0]),
    loadMilliseconds: medianOfOthers(times),
    cpuMilliseconds: medianOfOthers(cpuTimes),
    bytes: Math.round(bytes),
  };
}

function medianOfOthers([, ...others]: readonly number[]): number {
  others.sort((a, b) => a - b);
  return rounded(others[others.length >> 1]);
}

/** To three digits behind the point. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
