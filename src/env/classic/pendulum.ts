import type { Box, ContinuousBox } from '../types.ts';
import { ClassicEnvironment, type Consequence, checkNumbers } from './environment.ts';

const gravity = 10;
const mass = 1;
const length = 1;
const interval = 0.05;
const mostTorque = 2;
const mostSpeed = 8;

/**
 * A pendulum that hangs is to be swung up and held there, by a motor too weak to lift it at once.
 * The equation of a rod turned about its end; cost, limits and start as in Gymnasium's Pendulum-v1: the torque is cut to
 * -2..2, a step costs angle^2 + 0.1 speed^2 + 0.001 torque^2, and an episode is cut after 200 steps.
 */
export class Pendulum extends ClassicEnvironment<Float32Array, Float32Array> {
  readonly observationSpace: Box = { type: 'box', low: -mostSpeed, high: mostSpeed, shape: [3], dtype: 'float32' };
  readonly actionSpace: ContinuousBox = {
    type: 'box',
    low: [-mostTorque],
    high: [mostTorque],
    shape: [1],
    dtype: 'float32',
  };
  readonly actionMeanings = ['TORQUE'];
  /** Angle (rad, 0 = upright) and its speed. */
  protected readonly state = new Float64Array(2);
  private readonly seen = new Float32Array(3);

  constructor() {
    super(200);
  }

  protected start(): void {
    this.state.set([Math.PI * (2 * this.random.uniform() - 1), 2 * this.random.uniform() - 1]);
  }

  protected advance(action: Float32Array): Consequence {
    checkNumbers(action, 1);
    const torque = clip(action[0], mostTorque);
    const [angle, speed] = this.state;
    const fromTop = angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
    const cost = fromTop ** 2 + 0.1 * speed ** 2 + 0.001 * torque ** 2;
    const acceleration = ((3 * gravity) / (2 * length)) * Math.sin(angle) + (3 / (mass * length ** 2)) * torque;
    const nextSpeed = clip(speed + interval * acceleration, mostSpeed);
    this.state.set([angle + interval * nextSpeed, nextSpeed]);
    return { reward: -cost, terminated: false };
  }

  /** cos and sin of the angle, and its speed. */
  protected observe(): Float32Array {
    const [angle, speed] = this.state;
    this.seen.set([Math.cos(angle), Math.sin(angle), speed]);
    return this.seen;
  }
}

function clip(value: number, most: number): number {
  return Math.min(most, Math.max(-most, value));
}
