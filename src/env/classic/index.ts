/** Small control tasks on which agents are tried before they meet a console. */
import { didYouMean, UserError } from '../../errors.ts';
import { CartPole } from './cart-pole.ts';
import { Catch } from './catch.ts';
import type { ClassicEnvironment } from './environment.ts';
import { Lqr } from './lqr.ts';
import { MiniBreakout } from './mini-breakout.ts';
import { Pendulum } from './pendulum.ts';

/** A small task as the command line and `make` know it. */
export interface ClassicTask {
  /** In snake_case, as games have it. */
  readonly name: string;
  /** As Gymnasium writes names. `make` takes it after `classic/`. */
  readonly id: string;
  /** One line for lists. */
  readonly summary: string;
  create(): ClassicEnvironment;
}

export const classicTasks: readonly ClassicTask[] = [
  {
    name: 'cartpole',
    id: 'CartPole',
    summary: 'a pole on a cart is kept upright by pushing the cart; at most 500',
    create: () => new CartPole(),
  },
  {
    name: 'lqr',
    id: 'LQR',
    summary: 'two coupled inverted pendulums are held upright by two torques',
    create: () => new Lqr(),
  },
  {
    name: 'pendulum',
    id: 'Pendulum',
    summary: 'a pendulum is swung up by a weak motor',
    create: () => new Pendulum(),
  },
  {
    name: 'catch',
    id: 'Catch',
    summary: 'a ball falls through 10 x 5 pixels and is to be caught',
    create: () => new Catch(),
  },
  {
    name: 'catch_large',
    id: 'CatchLarge',
    summary: 'the same on a board of 21 x 21, as a picture of 84 x 84 pixels',
    create: () => new Catch({ rows: 21, columns: 21, scale: 4 }),
  },
  {
    name: 'mini_breakout',
    id: 'MiniBreakout',
    summary: 'Breakout on 10 x 10 cells, by the rules of MinAtar',
    create: () => new MiniBreakout(),
  },
];

const prefix = 'classic/';

/**
 * The small task of a name: `cartpole`, `classic/CartPole`. Undefined for what may be a game.
 * @throws UserError for an unknown name after `classic/`
 */
export function classicTaskNamed(name: string): ClassicTask | undefined {
  const bare = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  const task = classicTasks.find(candidate => candidate.name === bare || candidate.id === bare);
  if (task || bare === name) return task;
  const ids = classicTasks.map(({ id }) => id);
  throw new UserError(`unknown task "${name}": ${didYouMean(bare, ids) || `there are ${ids.join(', ')}`}`);
}
