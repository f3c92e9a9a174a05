import { type LoadedRom, loadRom, unknownRom } from '../../roms-fetch/index.ts';
import { AleEnvironment } from './environment.ts';
import type { GameDefinition } from './game.ts';
import { gameNamed, gameWithMd5 } from './games/index.ts';
import { ReferenceEnvironment } from './reference/index.ts';
import type { Ale, AleOptions } from './types.ts';

/** Our own console, or the Stella inside ale-py. */
export type ConsoleName = 'openbrain' | 'reference';

export const consoleNames: readonly ConsoleName[] = ['openbrain', 'reference'];

/**
 * Loads a ROM and finds out which game it is.
 * @param gameOrFile a game's name, or the path of a ROM file, which is recognised by its MD5 sum whatever its name
 * @throws UserError of one line: unknown game, ROM not fetched yet, no such file, not a ROM, unknown checksum
 */
export function openRom(gameOrFile: string): { rom: LoadedRom; game: GameDefinition } {
  const rom = loadRom(gameOrFile);
  const game = rom.name === undefined ? gameWithMd5(rom.md5) : gameNamed(rom.name);
  if (!game) throw unknownRom(gameOrFile, rom.md5);
  return { rom, game };
}

/**
 * Opens a game on one of the two consoles. Both take the same options with the same effect.
 * @param gameOrFile a game's name or a ROM file
 * @throws UserError of one line, also where the reference console cannot be set up
 */
export function openConsole(gameOrFile: string, options: AleOptions = {}, which: ConsoleName = 'openbrain'): Ale {
  const { rom, game } = openRom(gameOrFile);
  return which === 'reference'
    ? new ReferenceEnvironment(rom.bytes, game, options)
    : new AleEnvironment(rom.bytes, game, options);
}
