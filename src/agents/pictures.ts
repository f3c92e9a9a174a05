import { UserError } from '../errors.ts';

/**
 * Planes, height and width of an observation; one that is not stacked is one plane.
 * @throws UserError where it is no picture
 */
export function planesOf(shape: readonly number[], agent: string): [number, number, number] {
  if (shape.length === 2) return [1, shape[0], shape[1]];
  if (shape.length === 3) return [shape[0], shape[1], shape[2]];
  throw new UserError(`${agent} sees pictures, not observations of shape ${shape.join(' x ')}`);
}
