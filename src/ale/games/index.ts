import { didYouMean, UserError } from '../../errors.ts';
import type { GameDefinition } from '../game.ts';
import { msPacman } from './ms_pacman.ts';
import { pong } from './pong.ts';
import { qbert } from './qbert.ts';
import { seaquest } from './seaquest.ts';
import { spaceInvaders } from './space_invaders.ts';

const all: readonly GameDefinition[] = [msPacman, pong, qbert, seaquest, spaceInvaders];

/** Every game, by ALE's name. */
export const games: ReadonlyMap<string, GameDefinition> = new Map(all.map(game => [game.name, game]));

const byMd5: ReadonlyMap<string, GameDefinition> = new Map(all.flatMap(game => game.md5.map(md5 => [md5, game])));

/** The game of that name; case does not matter, and 'ms-pacman' is 'ms_pacman'. */
export function gameNamed(name: string): GameDefinition {
  const game = games.get(name.toLowerCase().replaceAll('-', '_'));
  if (game) return game;
  const hint = didYouMean(name, games.keys());
  throw new UserError(`unknown game "${name}"${hint ? `: ${hint}` : ''} (openbrain roms list)`);
}

/** The game that a ROM file with this MD5 sum holds, if it is known. */
export function gameWithMd5(md5: string): GameDefinition | undefined {
  return byMd5.get(md5.toLowerCase());
}
