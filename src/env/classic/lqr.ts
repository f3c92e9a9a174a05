import type { Box, ContinuousBox } from '../types.ts';
import { ClassicEnvironment, type Consequence, checkNumbers } from './environment.ts';

/** Strength of the spring between the two. */
export const coupling = 0.5;
/** Seconds of a step. */
export const interval = 0.1;
/** What a step costs for each (angle, speed, torque), squared. */
export const cost = { angle: 1, speed: 0.1, torque: 0.1 } as const;
const mostTorque = 2;
const stop = 1;
const widestStart = 0.5;

/**
 * Two inverted pendulums of unit length and mass, coupled by a spring, are to be held upright by a torque at each:
 *
 *     q1'' = sin q1 + k (q2 - q1) + a1,   q2'' = sin q2 + k (q1 - q2) + a2
 *
 * with gravity as the unit, stepped by Euler's method (speeds first). A step costs q^2 + 0.1 q'^2 + 0.1 a^2, summed over
 * both, so that where sin q is close to q this is a linear-quadratic regulator (Kalman 1960, "Contributions to the theory
 * of optimal control"), of four dimensions, unstable without control. The torque is cut to -2..2; at 1 rad a pendulum
 * lies on a stop and is at rest. An episode is cut after 50 steps, and starts anywhere within 0.5 of upright and rest.
 */
export class Lqr extends ClassicEnvironment<Float32Array, Float32Array> {
  readonly observationSpace: Box = { type: 'box', low: -Infinity, high: Infinity, shape: [4], dtype: 'float32' };
  readonly actionSpace: ContinuousBox = {
    type: 'box',
    low: [-mostTorque, -mostTorque],
    high: [mostTorque, mostTorque],
    shape: [2],
    dtype: 'float32',
  };
  readonly actionMeanings = ['TORQUE 1', 'TORQUE 2'];
  /** q1, q2 (rad, 0 = upright), and their speeds. */
  protected readonly state = new Float64Array(4);
  private readonly seen = new Float32Array(4);

  constructor() {
    super(50);
  }

  protected start(): void {
    for (let i = 0; i < 4; i++) this.state[i] = widestStart * (2 * this.random.uniform() - 1);
  }

  protected advance(action: Float32Array): Consequence {
    checkNumbers(action, 2);
    const [a1, a2] = [...action].map(torque => Math.min(mostTorque, Math.max(-mostTorque, torque)));
    const [q1, q2, speed1, speed2] = this.state;
    const reward = -(
      cost.angle * (q1 ** 2 + q2 ** 2) +
      cost.speed * (speed1 ** 2 + speed2 ** 2) +
      cost.torque * (a1 ** 2 + a2 ** 2)
    );
    const next1 = speed1 + interval * (Math.sin(q1) + coupling * (q2 - q1) + a1);
    const next2 = speed2 + interval * (Math.sin(q2) + coupling * (q1 - q2) + a2);
    this.move(0, q1 + interval * next1, next1);
    this.move(1, q2 + interval * next2, next2);
    return { reward, terminated: false };
  }

  private move(pendulum: number, q: number, speed: number): void {
    const isStopped = Math.abs(q) >= stop;
    this.state[pendulum] = isStopped ? Math.sign(q) * stop : q;
    this.state[2 + pendulum] = isStopped ? 0 : speed;
  }

  protected observe(): Float32Array {
    this.seen.set(this.state);
    return this.seen;
  }
}
