import type { Box, Discrete } from '../types.ts';
import { ClassicEnvironment, type Consequence, checkChoice } from './environment.ts';

export interface CartPoleOptions {
  /** 'gymnasium': 1 for every step. 'barto1983': 0, and -1 for the step that ends in failure. Default 'gymnasium'. */
  rewards?: 'gymnasium' | 'barto1983';
}

const gravity = 9.8;
const cartMass = 1;
const poleMass = 0.1;
const totalMass = cartMass + poleMass;
/** Half of the pole, in metres. */
const halfLength = 0.5;
/** Newtons, to the left or to the right. */
const force = 10;
/** Seconds of a step. */
const interval = 0.02;
const farthest = 2.4;
const steepest = (12 * Math.PI) / 180;

/**
 * A pole on a cart is kept upright by pushing the cart to either side. It has failed when the pole leans more than 12
 * degrees or the cart is more than 2.4 m from the middle; an episode is cut after 500 steps.
 * Barto, Sutton & Anderson 1983, "Neuronlike adaptive elements that can solve difficult learning control problems", IEEE
 * Trans. SMC 13(5), appendix, without friction; numbers, start and Euler's method as in Gymnasium's CartPole-v1.
 */
export class CartPole extends ClassicEnvironment<Float32Array, number> {
  readonly observationSpace: Box = { type: 'box', low: -Infinity, high: Infinity, shape: [4], dtype: 'float32' };
  readonly actionSpace: Discrete = { type: 'discrete', n: 2 };
  readonly actionMeanings = ['LEFT', 'RIGHT'];
  /** x (m), its speed, theta (rad, 0 = upright), its speed. */
  protected readonly state = new Float64Array(4);
  private readonly seen = new Float32Array(4);

  constructor(private readonly options: CartPoleOptions = {}) {
    super(500);
  }

  protected start(): void {
    for (let i = 0; i < 4; i++) this.state[i] = 0.1 * this.random.uniform() - 0.05;
  }

  protected advance(action: number): Consequence {
    checkChoice(action, 2);
    const [x, xSpeed, theta, thetaSpeed] = this.state;
    const [sin, cos] = [Math.sin(theta), Math.cos(theta)];
    const push = action === 1 ? force : -force;
    const shared = (push + poleMass * halfLength * thetaSpeed ** 2 * sin) / totalMass;
    const thetaAcceleration =
      (gravity * sin - cos * shared) / (halfLength * (4 / 3 - (poleMass * cos ** 2) / totalMass));
    const xAcceleration = shared - (poleMass * halfLength * thetaAcceleration * cos) / totalMass;
    this.state.set([
      x + interval * xSpeed,
      xSpeed + interval * xAcceleration,
      theta + interval * thetaSpeed,
      thetaSpeed + interval * thetaAcceleration,
    ]);
    const terminated = Math.abs(this.state[0]) > farthest || Math.abs(this.state[2]) > steepest;
    return { reward: this.options.rewards === 'barto1983' ? (terminated ? -1 : 0) : 1, terminated };
  }

  protected observe(): Float32Array {
    this.seen.set(this.state);
    return this.seen;
  }
}
