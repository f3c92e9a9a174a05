import type { Inputs } from '../../emulator/console.ts';
import type { ConsoleProperties } from '../../emulator/properties.ts';
import { actionNames } from './actions.ts';

/** How far a paddle turns in one frame at full strength, in ohms. */
const step = 23000;

const defaultLimits = { min: 27450, max: 790196 };

/**
 * ALE's paddles: a position in ohms that `left` and `right` move by a fixed step a frame, between limits. Player A
 * holds paddle 0, player B paddle 1.
 */
export class Paddles {
  readonly middle: number;
  private readonly limits: { readonly min: number; readonly max: number };
  private readonly swapped: boolean;

  constructor(limits: { readonly min: number; readonly max: number } = defaultLimits, swapped = false) {
    this.limits = limits;
    this.swapped = swapped;
    this.middle = Math.trunc((limits.min + limits.max) / 2);
  }

  /** The position after one frame of an action held with a strength of 0..1. */
  moved(position: number, action: number, strength: number): number {
    const direction = directions[action] ?? 0;
    const now = position + Math.trunc(direction * step * Math.abs(strength));
    return Math.max(this.limits.min, Math.min(this.limits.max, now));
  }

  /** What the machine sees of two paddles in the left jack. */
  inputs(
    properties: ConsoleProperties,
    portB: number,
    first: number,
    second: number,
    actionA: number,
    actionB: number,
  ): Inputs {
    const fireA = fires[actionA] ? 0 : 1;
    const fireB = fires[actionB] ? 0 : 1;
    // Paddle 0 fires on the pin for "right", paddle 1 on the pin for "left"; swapped, the other way round.
    const [pinLeft, pinRight] = this.swapped ? [fireA, fireB] : [fireB, fireA];
    const left = properties.leftController === 'paddles';
    const right = properties.rightController === 'paddles';
    const leftPins = left ? 0x03 | (pinLeft << 2) | (pinRight << 3) : 0x0f;
    const [nine, five] = this.swapped ? [second, first] : [first, second];
    return {
      portA: (leftPins << 4) | 0x0f,
      portB,
      fire: [0x80, 0x80],
      paddles: [left ? nine : Infinity, left ? five : Infinity, right ? 0 : Infinity, right ? 0 : Infinity],
    };
  }
}

/** Right turns towards less resistance. */
const directions: readonly number[] = actionNames.map(name =>
  name.includes('right') ? -1 : name.includes('left') ? 1 : 0,
);

const fires: readonly boolean[] = actionNames.map(name => name.endsWith('fire'));
