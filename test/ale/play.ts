import { createHash } from 'node:crypto';
import { AleEnvironment } from '../../src/ale/environment.ts';
import { openRom } from '../../src/ale/open.ts';
import type { AleOptions } from '../../src/ale/types.ts';

/** Opens a game on our console. */
export function openOurs(game: string, options: AleOptions = {}): AleEnvironment {
  const { rom, game: definition } = openRom(game);
  return new AleEnvironment(rom.bytes, definition, options);
}

/** All that can be seen of an environment, in one line. */
export function seen(environment: AleEnvironment, reward = 0): string {
  const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex').slice(0, 12);
  const { frameNumber, episodeFrameNumber } = environment;
  return [
    reward,
    environment.lives(),
    environment.gameOver(),
    frameNumber,
    episodeFrameNumber,
    sha1(environment.ram()),
    sha1(environment.screen()),
    environment.options.sound ? sha1(environment.sound()) : '',
  ].join(' ');
}

/** Plays actions and returns what was seen after each; a game that is over is reset first. */
export function playOn(environment: AleEnvironment, actions: Iterable<number>): string[] {
  return Array.from(actions, action => {
    if (environment.gameOver()) environment.reset();
    return seen(environment, environment.act(action));
  });
}
