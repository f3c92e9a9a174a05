import type { Box, Discrete } from '../types.ts';
import { ClassicEnvironment, type Consequence, checkChoice } from './environment.ts';

export interface CatchOptions {
  /** Height of the board, the paddle's row included. Default 10. */
  rows?: number;
  /** Width of the board. Default 5. */
  columns?: number;
  /** Pixels, each way, of a cell in the picture. Default 1. */
  scale?: number;
}

/**
 * A ball falls through the board, one row a step, in a column drawn at random; a paddle on the last row moves left, stays
 * or moves right. When the ball has fallen, it is caught (+1) or missed (-1). Seen as pixels, 0 or 255.
 * Mnih et al. 2014, "Recurrent Models of Visual Attention", arXiv:1406.6247, section 4.2; as in bsuite (Osband et al.
 * 2020, arXiv:1908.03568, A.2.1), whose board has 10 rows of 5.
 */
export class Catch extends ClassicEnvironment<Uint8Array, number> {
  readonly observationSpace: Box;
  readonly actionSpace: Discrete = { type: 'discrete', n: 3 };
  readonly actionMeanings = ['LEFT', 'NOOP', 'RIGHT'];
  /** Row and column of the ball, column of the paddle. */
  protected readonly state = new Float64Array(3);
  private readonly picture: Uint8Array;
  private readonly rows: number;
  private readonly columns: number;
  private readonly scale: number;

  constructor({ rows = 10, columns = 5, scale = 1 }: CatchOptions = {}) {
    super(0);
    this.rows = rows;
    this.columns = columns;
    this.scale = scale;
    this.observationSpace = { type: 'box', low: 0, high: 255, shape: [scale * rows, scale * columns], dtype: 'uint8' };
    this.picture = new Uint8Array(scale * rows * scale * columns);
  }

  protected start(): void {
    this.state.set([0, this.random.integer(this.columns), this.columns >> 1]);
  }

  protected advance(action: number): Consequence {
    checkChoice(action, 3);
    const [row, column, paddle] = this.state;
    const moved = Math.min(this.columns - 1, Math.max(0, paddle + action - 1));
    this.state.set([row + 1, column, moved]);
    const terminated = row + 1 === this.rows - 1;
    return { reward: terminated ? (moved === column ? 1 : -1) : 0, terminated };
  }

  protected observe(): Uint8Array {
    const [row, column, paddle] = this.state;
    this.picture.fill(0);
    this.fill(row, column);
    this.fill(this.rows - 1, paddle);
    return this.picture;
  }

  private fill(row: number, column: number): void {
    const { scale, columns } = this;
    for (let y = scale * row; y < scale * (row + 1); y++) {
      const first = (y * columns + column) * scale;
      this.picture.fill(255, first, first + scale);
    }
  }
}
