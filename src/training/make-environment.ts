import type { ConsoleName } from '../ale/open.ts';
import type { AtariEnvironment } from '../env/atari.ts';
import { classicTaskNamed } from '../env/classic/index.ts';
import { make } from '../env/make.ts';
import { UserError } from '../errors.ts';
import type { EnvironmentConfig } from './config.ts';
import type { ResumableEnvironment } from './trainer.ts';

/** Makes the environment that a configuration describes: a small task, which it has no say in, or a game. */
export function makeWorld(game: string, config: EnvironmentConfig, console?: ConsoleName): ResumableEnvironment {
  return classicTaskNamed(game)?.create() ?? makeConfigured(game, config, console);
}

/**
 * Makes the game that a configuration describes.
 * @throws UserError where it is no game but a small task, which has no screen
 * @param sound with sound samples, which change nothing else
 */
export function makeConfigured(
  game: string,
  config: EnvironmentConfig,
  console?: ConsoleName,
  sound = false,
): AtariEnvironment {
  if (classicTaskNamed(game)) throw new UserError(`${game} is a small task without a console`);
  const { mode, difficulty, ...options } = config;
  return make(game, { ...options, mode: mode ?? undefined, difficulty: difficulty ?? undefined, console, sound });
}
