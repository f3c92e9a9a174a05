import { AleEnvironment } from '../ale/environment.ts';
import { openRom } from '../ale/open.ts';
import { AtariEnvironment } from './atari.ts';
import { aleSeed } from './gymnasium-seeds.ts';
import { type MakeOptions, settingsOf } from './make.ts';
import { twoPlayerGame } from './two-players.ts';
import type { Box, Discrete, Info } from './types.ts';

/** The two players by PettingZoo's names: the one ALE calls player A, and player B. */
export type Agent = 'first_0' | 'second_0';

export type ByAgent<T> = Record<Agent, T>;

/** Options of `makeParallel`: those of `make`; `mode` counts as in two-players.ts. */
export type ParallelOptions = Omit<MakeOptions, 'console'>;

/** What a reset answers. */
export interface ParallelReset {
  /** Both see the same screen; a view that the next step overwrites. */
  observations: ByAgent<Uint8Array>;
  infos: ByAgent<Info>;
}

/** What a step answers. */
export interface ParallelStep extends ParallelReset {
  rewards: ByAgent<number>;
  terminations: ByAgent<boolean>;
  truncations: ByAgent<boolean>;
}

/**
 * Two players on one console, as PettingZoo's parallel environments have it: both act at once, every step.
 *
 * What the first player gains the second one loses: rewards are the change of the score difference, and its negative.
 * Multi-Agent ALE also punishes those who do not serve; here nobody is. combat, joust, maze_craze and warlords have no
 * settings in ALE: nothing is read from them, their rewards are 0 and only a frame cap ends them.
 */
export class ParallelEnvironment {
  readonly possibleAgents: readonly Agent[] = ['first_0', 'second_0'];
  /** Those who may act: both, or nobody once the episode is over. */
  agents: readonly Agent[] = [];
  /** Pictures, RAM, snapshots, the console. */
  readonly game: AtariEnvironment;

  /** @param game an environment on our own console, in a mode for two players */
  constructor(game: AtariEnvironment) {
    this.game = game;
  }

  observationSpace(_agent: Agent): Box {
    return this.game.observationSpace;
  }

  actionSpace(_agent: Agent): Discrete {
    return this.game.actionSpace;
  }

  /** Begins an episode. With a seed, everything random starts over from it. */
  reset(options: { seed?: number } = {}): ParallelReset {
    const { observation, info } = this.game.reset(options);
    this.agents = this.possibleAgents;
    return { observations: both(observation), infos: { first_0: info, second_0: { ...info } } };
  }

  /**
   * @param actions indices of the action space
   * @throws RangeError for an action outside the space; Error after an end without reset
   */
  step(actions: ByAgent<number>): ParallelStep {
    const { game } = this;
    game.playBoth(this.actionOf('first_0', actions), this.actionOf('second_0', actions));
    const { observation, reward, terminated, truncated, info } = game.result;
    if (terminated || truncated) this.agents = [];
    return {
      observations: both(observation),
      // No minus zero.
      rewards: { first_0: reward, second_0: 0 - reward },
      terminations: both(terminated),
      truncations: both(truncated),
      infos: { first_0: info, second_0: { ...info } },
    };
  }

  private actionOf(agent: Agent, actions: ByAgent<number>): number {
    const action = this.game.actions[actions[agent]];
    if (action !== undefined) return action;
    throw new RangeError(`${agent}: ${actions[agent]} is not an action: 0..${this.game.actions.length - 1}`);
  }

  close(): void {
    this.game.close();
  }
}

/**
 * Opens a game for two players: pong, surround, tennis, boxing, ice_hockey, and the four cartridges that need two:
 * combat, joust, maze_craze, warlords.
 * @throws UserError of one line for a game that two cannot play, an unknown mode or pipeline
 */
export function makeParallel(game: string, options: ParallelOptions = {}): ParallelEnvironment {
  const definition = twoPlayerGame(game);
  const { ale, atari, seed } = settingsOf(options);
  const { rom } = openRom(definition.name);
  const console = new AleEnvironment(rom.bytes, definition, { ...ale, seed: aleSeed(seed, atari.seeding) });
  return new ParallelEnvironment(new AtariEnvironment(console, atari, seed));
}

function both<T>(value: T): ByAgent<T> {
  return { first_0: value, second_0: value };
}
