import { didYouMean, UserError } from '../src/errors.ts';
import { builtinNames } from './builtin.ts';
import { romNames } from './checksums.ts';

/** Every name a ROM can be asked for by: built-in ones, then ALE's. */
export const allRomNames: readonly string[] = [...builtinNames, ...romNames];

/**
 * The name as ALE spells it: `Ms-Pacman` is `ms_pacman`.
 * @throws UserError with the nearest names where no ROM goes by it
 */
export function romNamed(name: string): string {
  const spelt = spell(name);
  if (allRomNames.includes(spelt)) return spelt;
  const hint = didYouMean(name, allRomNames);
  throw new UserError(`unknown game "${name}"${hint ? `: ${hint}` : ''} (openbrain roms list)`);
}

/** Whether a ROM goes by this name. */
export function isRomName(name: string): boolean {
  return allRomNames.includes(spell(name));
}

const spell = (name: string): string => name.toLowerCase().replaceAll('-', '_');
