import { createHash } from 'node:crypto';
import { UserError } from '../errors.ts';
import { actionCount } from './actions.ts';
import type { Ale } from './types.ts';

/** One line of a trace: what an ALE user sees after one action. */
export interface TraceLine {
  /** Index of the action; -1 is the state after loading, before the first action. */
  step: number;
  /** Sum of rewards over the frame skip. */
  reward: number;
  lives: number;
  /** Game over, or truncated. */
  gameOver: boolean;
  /** Frames since the episode began. */
  frame: number;
  /** SHA-1 of the 128 bytes of RAM, hex. */
  ram: string;
  /** SHA-1 of the screen's palette indices, row by row, hex. */
  screen: string;
}

/**
 * Plays actions on a newly opened console and describes every moment. Where the game is over before an action, it is
 * reset first. Two consoles are equal as far as these actions go if their traces are.
 * @param actions ALE action numbers 0..17
 */
export function* trace(ale: Ale, actions: Iterable<number>): Generator<TraceLine> {
  yield lineOf(ale, -1, 0);
  let step = 0;
  for (const action of actions) {
    if (ale.gameOver()) ale.reset();
    const reward = ale.act(action);
    yield lineOf(ale, step++, reward);
  }
}

function lineOf(ale: Ale, step: number, reward: number): TraceLine {
  return {
    step,
    reward,
    lives: ale.lives(),
    gameOver: ale.gameOver(),
    frame: ale.episodeFrameNumber,
    ram: sha1(ale.ram()),
    screen: sha1(ale.screen()),
  };
}

function sha1(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('hex');
}

/**
 * Reads a list of actions written as a JSON array of ALE action numbers.
 * @param source what to call the text in an error, such as its file's name
 * @throws UserError that names the first wrong element and its index
 */
export function parseActions(text: string, source: string): number[] {
  let actions: unknown;
  try {
    actions = JSON.parse(text);
  } catch {
    throw new UserError(`${source}: not JSON (wanted: an array of action numbers, such as [0, 1, 3])`);
  }
  if (!Array.isArray(actions)) throw new UserError(`${source}: not an array of action numbers, such as [0, 1, 3]`);
  actions.forEach((action, index) => {
    if (Number.isInteger(action) && action >= 0 && action < actionCount) return;
    throw new UserError(
      `${source}: element ${index} is ${JSON.stringify(action)}, not an ALE action number (0..${actionCount - 1})`,
    );
  });
  return actions;
}
