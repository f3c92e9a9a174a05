import { UserError } from '../errors.ts';

/** The first action of the largest value; undefined where that is no finite number. */
export function greedy(values: Float32Array): number | undefined {
  const best = values.reduce((most, value) => Math.max(most, value));
  return Number.isFinite(best) ? values.indexOf(best) : undefined;
}

/** What is to be said of a network in play whose values are none. */
export function unsoundValues(): UserError {
  return new UserError('the values of the actions are no numbers: the network was spoilt while it learned');
}
