import { AleEnvironment } from '../ale/environment.ts';
import { openRom } from '../ale/open.ts';
import { Random } from '../random.ts';

/** What `bench emulator` prints. */
export interface EmulatorBench {
  game: string;
  frames: number;
  /** Frames per second of wall-clock time. */
  framesPerSecond: number;
  /** Frames per second of processor time of this process. */
  cpuFramesPerSecond: number;
}

/** Frames played before the clock starts, so that the compiler has seen everything. */
const warmUp = 3000;

/**
 * Plays random minimal actions, one a frame, every frame drawn, resets included, and measures the speed.
 * @throws UserError for an unknown game
 */
export function benchEmulator(game: string, frames: number, seed = 0): EmulatorBench {
  const { rom, game: definition } = openRom(game);
  const environment = new AleEnvironment(rom.bytes, definition, { seed });
  const random = new Random(seed);
  play(environment, random, warmUp);
  const cpuBefore = process.cpuUsage();
  const before = process.hrtime.bigint();
  play(environment, random, frames);
  const seconds = Number(process.hrtime.bigint() - before) / 1e9;
  const { user, system } = process.cpuUsage(cpuBefore);
  environment.close();
  return {
    game: definition.name,
    frames,
    framesPerSecond: Math.round(frames / seconds),
    cpuFramesPerSecond: Math.round(frames / ((user + system) / 1e6)),
  };
}

function play(environment: AleEnvironment, random: Random, frames: number): void {
  const actions = environment.minimalActions;
  for (let i = 0; i < frames; i++) {
    if (environment.gameOver()) environment.reset();
    environment.act(actions[random.integer(actions.length)]);
    // The picture is drawn now if it has not been.
    environment.screen();
  }
}
