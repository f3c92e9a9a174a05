import type { ConsoleName } from '../ale/open.ts';
import type { AtariEnvironment } from '../env/atari.ts';
import { make } from '../env/make.ts';
import type { EnvironmentConfig } from './config.ts';

/**
 * Makes the environment that a configuration describes.
 * @param sound with sound samples, which change nothing else
 */
export function makeConfigured(
  game: string,
  config: EnvironmentConfig,
  console?: ConsoleName,
  sound = false,
): AtariEnvironment {
  const { mode, difficulty, ...options } = config;
  return make(game, { ...options, mode: mode ?? undefined, difficulty: difficulty ?? undefined, console, sound });
}
