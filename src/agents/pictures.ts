import type { Box } from '../env/types.ts';
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

/**
 * Height and width of what an agent sees that wants the screen itself, in palette indices.
 * @throws UserError where it is something else
 */
export function screenOf({ shape }: Box, agent: string): [number, number] {
  if (shape.length === 2) return [shape[0], shape[1]];
  throw new UserError(`${agent} sees pictures of palette indices, not observations of shape ${shape.join(' x ')}`);
}

/** Whether an observation is a picture, or several behind one another, in bytes. */
export function isPicture({ shape, dtype }: Box): boolean {
  return dtype === 'uint8' && (shape.length === 2 || shape.length === 3);
}
