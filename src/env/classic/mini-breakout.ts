import type { Box, Discrete } from '../types.ts';
import { ClassicEnvironment, type Consequence, checkChoice } from './environment.ts';

const size = 10;
const cells = size * size;
/** Rows of bricks: from here to before there. */
const bricksFrom = 1;
const bricksTo = 4;

/** Places in the state; the bricks follow, a 1 for each that stands. */
const field = { x: 0, y: 1, dx: 2, dy: 3, lastX: 4, lastY: 5, paddle: 6, hasJustHit: 7, bricks: 8 } as const;

/**
 * Breakout on 10 x 10 cells: a ball moves diagonally, one cell a step, breaks bricks (+1 each) and must be met by a
 * paddle one cell wide on the last row. When all bricks are broken, and the ball comes down, they stand again.
 * The rules are those of MinAtar (Young & Tian 2019, arXiv:1903.03176), with its minimal actions and without its sticky
 * ones. An episode is cut after 5,000 steps, which MinAtar does not do.
 *
 * Seen as four pictures of 10 x 10 pixels, 0 or 255: paddle, ball, where the ball was, bricks.
 */
export class MiniBreakout extends ClassicEnvironment<Uint8Array, number> {
  readonly observationSpace: Box = { type: 'box', low: 0, high: 255, shape: [4, size, size], dtype: 'uint8' };
  readonly actionSpace: Discrete = { type: 'discrete', n: 3 };
  readonly actionMeanings = ['NOOP', 'LEFT', 'RIGHT'];
  protected readonly state = new Float64Array(field.bricks + cells);
  private readonly bricks = this.state.subarray(field.bricks);
  private readonly pictures = new Uint8Array(4 * cells);

  constructor() {
    super(5000);
  }

  protected start(): void {
    const x = this.random.chance(0.5) ? 0 : size - 1;
    this.state.fill(0);
    this.state.set([x, 3, x === 0 ? 1 : -1, 1, x, 3, 4]);
    this.buildWall();
  }

  protected advance(action: number): Consequence {
    checkChoice(action, 3);
    const { state, bricks } = this;
    const paddle = Math.min(size - 1, Math.max(0, state[field.paddle] + [0, -1, 1][action]));
    state[field.paddle] = paddle;
    const { x: fromX, y: fromY } = { x: state[field.x], y: state[field.y] };
    let [x, y] = [fromX + state[field.dx], fromY + state[field.dy]];
    if (x < 0 || x >= size) {
      x = Math.min(size - 1, Math.max(0, x));
      state[field.dx] *= -1;
    }
    let reward = 0;
    let terminated = false;
    const isInBrick = y >= 0 && bricks[y * size + x] === 1;
    if (y < 0) {
      y = 0;
      state[field.dy] *= -1;
    } else if (isInBrick && state[field.hasJustHit] === 0) {
      // A ball among bricks breaks every other one it meets: one at most each time it turns.
      reward = 1;
      bricks[y * size + x] = 0;
      y = fromY;
      state[field.dy] *= -1;
    } else if (!isInBrick && y === size - 1) {
      if (!bricks.includes(1)) this.buildWall();
      if (fromX === paddle || x === paddle) {
        // Met from the side, on its way to the paddle's cell, it goes back where it came from.
        if (fromX !== paddle) state[field.dx] *= -1;
        state[field.dy] *= -1;
        y = fromY;
      } else terminated = true;
    }
    state[field.hasJustHit] = isInBrick ? 1 : 0;
    state.set([x, y], field.x);
    state.set([fromX, fromY], field.lastX);
    return { reward, terminated };
  }

  protected observe(): Uint8Array {
    const { state, bricks, pictures } = this;
    pictures.fill(0);
    pictures[(size - 1) * size + state[field.paddle]] = 255;
    pictures[cells + state[field.y] * size + state[field.x]] = 255;
    pictures[2 * cells + state[field.lastY] * size + state[field.lastX]] = 255;
    for (let i = 0; i < cells; i++) pictures[3 * cells + i] = 255 * bricks[i];
    return pictures;
  }

  private buildWall(): void {
    this.bricks.fill(1, bricksFrom * size, bricksTo * size);
  }
}
