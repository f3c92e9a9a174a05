import { bcd, type GameDefinition, type Modes, multiplesOf, pressSelectUntil } from '../ale/game.ts';
import { gameNamed } from '../ale/games/index.ts';
import { didYouMean, UserError } from '../errors.ts';

/**
 * Which games two can play, and in which modes. ALE has no two-player modes; the numbers here are those of
 * Multi-Agent ALE (Terry et al. 2020, arXiv:2009.09341), which PettingZoo's environments use, too. Most are the game
 * numbers of the manuals; Pong's are those of Video Olympics, which it is. The first mode of each list is the default.
 */
const twoPlayerModes: Readonly<Record<string, Modes | undefined>> = {
  pong: pressSelectUntil(
    [3, 4, 9, 10, 13, 14, 19, 20, 23, 24, 25, 26, 27, 28, 35, 36, 39, 40, 43, 44, 45, 46],
    ram => ram[0x16] + 1,
    2,
  ),
  surround: pressSelectUntil([1, 5, 6, 7, 8, 9, 10, 11, 12], ram => ram[0x79] + 1, 2),
  tennis: pressSelectUntil([2, 4], ram => ram[0x00] + 1, 2),
  boxing: pressSelectUntil([2], ram => bcd(ram[0x12])),
  ice_hockey: pressSelectUntil([1, 3], ram => ram[0x00], 2),
  combat: pressSelectUntil(multiplesOf(1, 28).slice(1), ram => ram[0x00] + 1),
  joust: pressSelectUntil([1, 3], ram => ram[0x78] & 3),
  maze_craze: pressSelectUntil(multiplesOf(1, 64), ram => ram[0x3d], 2),
  // Whatever the cartridge starts with.
  warlords: undefined,
};

/** Names of the games that `makeParallel` opens. */
export const twoPlayerGames: readonly string[] = Object.keys(twoPlayerModes);

/**
 * A game as two play it: in place of ALE's modes it has those for two players.
 * @throws UserError for a game that is not known, or not known to have such modes
 */
export function twoPlayerGame(name: string): GameDefinition {
  const game = gameNamed(name);
  if (!Object.hasOwn(twoPlayerModes, game.name)) {
    const hint = didYouMean(name, twoPlayerGames) || `there are ${twoPlayerGames.join(', ')}`;
    throw new UserError(`no two-player modes are known of ${game.name}: ${hint}`);
  }
  return { ...game, modes: twoPlayerModes[game.name] };
}
