import { readFileSync } from 'node:fs';
import { UserError } from '../errors.ts';
import { fileProblem } from '../files.ts';

/** Parsers for commander's arguments and options: each returns a value or throws one clear line. */

/** A whole number of at least `least` and at most `most`. `name` is what the option calls it, such as `--steps`. */
export function integer(name: string, least = 0, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return text => {
    const value = Number(text);
    if (/^[+-]?\d+$/.test(text) && value >= least && value <= most) return value;
    const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
    throw new UserError(`${name} ${text}: a whole number ${range} is wanted`);
  };
}

/** A seed as ALE takes it: 0..2^31-1. */
export const seed = integer('--seed', 0, 2 ** 31 - 1);

/** Seeds with commas between them, none twice; a comma may stand at the end. */
export function seedList(text: string): number[] {
  return [
    ...new Set(
      text
        .replace(/,$/, '')
        .split(',')
        .map(part => integer('--seeds', 0, 2 ** 31 - 1)(part.trim())),
    ),
  ];
}

/** A number above 0. */
export function positive(name: string): (text: string) => number {
  return text => {
    const value = Number(text);
    if (text.trim() !== '' && value > 0 && value < Infinity) return value;
    throw new UserError(`${name} ${text}: a number above 0 is wanted`);
  };
}

/** A number from 0 to 1. */
export function probability(name: string): (text: string) => number {
  return text => {
    const value = Number(text);
    if (text.trim() !== '' && value >= 0 && value <= 1) return value;
    throw new UserError(`${name} ${text}: a number from 0 to 1 is wanted`);
  };
}

/** One of a few words. */
export function oneOf<T extends string>(name: string, words: readonly T[]): (text: string) => T {
  return text => {
    const word = words.find(candidate => candidate === text);
    if (word !== undefined) return word;
    throw new UserError(`${name} ${text}: one of ${words.join(', ')} is wanted`);
  };
}

/** The text of a file that the person named. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`cannot read ${path}: ${fileProblem(error)}`);
  }
}
