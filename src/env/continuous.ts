import type { ActionName } from '../ale/actions.ts';
import { actionNumber } from '../ale/actions.ts';
import type { AtariEnvironment } from './atari.ts';
import type { Box, ContinuousBox, Reset, Step } from './types.ts';

/**
 * A game played with a joystick that knows how far it is pushed (Farebrother & Castro 2024, "CALE: Continuous Arcade
 * Learning Environment", arXiv:2410.23810). An action is three numbers: how far (0..1), in which direction (radians,
 * 0 = right, counterclockwise), and fire (0..1). What passes the threshold becomes one of the eighteen actions; paddles
 * also turn faster the farther the stick is pushed.
 *
 * As ale_py's AtariEnv with `continuous=True`, to the rounding of cosines: those are 32-bit floats here and there, and
 * may differ in the last bit, which shows only where a stick lies on the threshold itself.
 */
export class ContinuousAtariEnvironment {
  readonly actionSpace: ContinuousBox = {
    type: 'box',
    low: [0, -Math.PI, 0],
    high: [1, Math.PI, 1],
    shape: [3],
    dtype: 'float32',
  };
  readonly observationSpace: Box;
  /** The same game with discrete actions: pictures, RAM, snapshots, the console. */
  readonly discrete: AtariEnvironment;
  private readonly threshold: number;

  /** @param threshold how far a number must go to count, for every direction and for fire */
  constructor(discrete: AtariEnvironment, threshold = 0.5) {
    this.discrete = discrete;
    this.observationSpace = discrete.observationSpace;
    this.threshold = Math.fround(threshold);
  }

  /** Begins an episode. With a seed, everything random starts over from it. */
  reset(options: { seed?: number } = {}): Reset<Uint8Array> {
    return this.discrete.reset(options);
  }

  /**
   * @param action how far, direction, fire
   * @throws RangeError for anything but three numbers; Error after an end without reset
   */
  step(action: ArrayLike<number>): Step<Uint8Array> {
    if (action.length !== 3 || !Array.from(action).every(Number.isFinite)) {
      throw new RangeError('a continuous action is three numbers: how far, direction, fire');
    }
    const { discrete } = this;
    const strength = Math.fround(action[0]);
    discrete.playAction(this.actionOf(strength, Math.fround(action[1]), Math.fround(action[2])), strength);
    return discrete.result;
  }

  /** The ALE action number that three numbers come to. */
  private actionOf(radius: number, theta: number, fire: number): number {
    const x = Math.fround(radius * Math.fround(Math.cos(theta)));
    const y = Math.fround(radius * Math.fround(Math.sin(theta)));
    const vertical = this.side(y, 'down', 'up');
    const horizontal = this.side(x, 'left', 'right');
    const name = `${vertical}${horizontal}${fire > this.threshold ? 'fire' : ''}` || 'noop';
    return actionNumber(name as ActionName);
  }

  private side(value: number, negative: string, positive: string): string {
    return value > this.threshold ? positive : value < -this.threshold ? negative : '';
  }

  /** 512 sound samples of the last frame; needs the option `sound`. */
  sound(): Uint8Array {
    return this.discrete.sound();
  }

  close(): void {
    this.discrete.close();
  }
}
