import { UserError } from '../errors.ts';
import type { Tile } from './object-features.ts';

/** "15x10,5x5" as tiles. @throws UserError for anything else */
export function tilesOf(text: string): Tile[] {
  return text.split(',').map(part => {
    const [height, width] = /^(\d+)x(\d+)$/.exec(part)?.slice(1).map(Number) ?? [];
    if (!(height > 0 && width > 0)) throw new UserError(`tiles are written as 15x10 or 15x10,5x5, not "${text}"`);
    return [height, width];
  });
}

/** The same, or "none". */
export function stepsOf(text: string): Tile[] {
  return text === 'none' ? [] : tilesOf(text);
}
