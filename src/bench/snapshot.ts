import { AleEnvironment } from '../ale/environment.ts';
import { openRom } from '../ale/open.ts';
import { Random } from '../random.ts';

/** What `bench snapshot` prints. */
export interface SnapshotBench {
  game: string;
  /** Bytes of one snapshot. */
  bytes: number;
  /** Median time of saving into an array that is there already. */
  saveMicroseconds: number;
  /** Median time of going back. */
  restoreMicroseconds: number;
}

/** Snapshots that are kept at a time, as a search would: together they are larger than the processor's nearest caches. */
const kept = 256;
const rounds = 300;

/**
 * Measures how long saving and restoring the whole console takes, in the middle of a game.
 * @throws UserError for an unknown game
 */
export function benchSnapshot(game: string): SnapshotBench {
  const { rom, game: definition } = openRom(game);
  const environment = new AleEnvironment(rom.bytes, definition);
  const random = new Random(0);
  for (let i = 0; i < 500; i++) environment.act(random.integer(18));
  const snapshots = Array.from({ length: kept }, () => environment.snapshot());
  const save = median(i => environment.snapshot(snapshots[i]));
  const restore = median(i => environment.restore(snapshots[i]));
  environment.close();
  return {
    game: definition.name,
    bytes: snapshots[0].length,
    saveMicroseconds: save,
    restoreMicroseconds: restore,
  };
}

/** Median over the rounds of the microseconds of one call, to three digits behind the point. */
function median(call: (index: number) => void): number {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < kept; i++) call(i);
    times.push(Number(process.hrtime.bigint() - start) / 1000 / kept);
  }
  times.sort((a, b) => a - b);
  return Math.round(times[rounds / 2] * 1000) / 1000;
}
