import type { Action } from '../env/types.ts';
import type { Agent, Observation, Outcome } from './types.ts';

/** What an action led to in one of several environments. */
export interface ParallelOutcome extends Outcome {
  /** Where the episode ended: the first observation of the next one, which is to be answered. */
  next?: Observation;
}

/**
 * An agent that learns from several environments played side by side. Learning, it is asked through these two calls
 * alone; `begin` and `step` are for play.
 */
export interface ParallelAgent extends Agent {
  /** How many environments it learns from. */
  readonly environments: number;
  /** The first observations of all environments. Returns an action for each. */
  beginAll(observations: readonly Observation[]): ArrayLike<number>;
  /** What the last actions led to, environment by environment. Returns the next actions. */
  stepAll(outcomes: readonly ParallelOutcome[]): ArrayLike<number>;
}

/** Any agent as one that learns side by side: most do so from a single environment. */
export function sideBySide(agent: Agent<Action>): ParallelAgent | Single {
  return 'environments' in agent ? (agent as ParallelAgent) : new Single(agent);
}

/** How many environments an agent learns from. */
export function environmentsOf(agent: Agent<Action>): number {
  return sideBySide(agent).environments;
}

/** An agent of one environment. */
class Single {
  readonly environments = 1;

  constructor(private readonly agent: Agent<Action>) {}

  beginAll([observation]: readonly Observation[]): Action[] {
    return [this.agent.begin(observation)];
  }

  stepAll([outcome]: readonly ParallelOutcome[]): Action[] {
    const action = this.agent.step(outcome);
    return [outcome.next ? this.agent.begin(outcome.next) : action];
  }
}
