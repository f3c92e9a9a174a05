import type { Agent, Observation, Outcome } from '../agents/types.ts';
import type { Action } from '../env/types.ts';
import type { Random } from '../random.ts';

/**
 * An agent some of whose actions are replaced by random ones: epsilon-greedy evaluation (Mnih et al. 2015), which keeps
 * a deterministic agent from replaying one lucky sequence in a deterministic game.
 * @param epsilon chance of a random action; 0 gives the agent itself
 * @param actions number of actions
 * @param random the generator that the agent draws from, too: it is seeded for every episode
 */
export function exploring(agent: Agent<Action>, epsilon: number, actions: number, random: Random): Agent<Action> {
  if (epsilon === 0) return agent;
  const perhaps = (action: Action): Action => (random.chance(epsilon) ? random.integer(actions) : action);
  return {
    get learning() {
      return agent.learning;
    },
    set learning(learning) {
      agent.learning = learning;
    },
    get values() {
      return agent.values;
    },
    get preferences() {
      return agent.preferences;
    },
    attention: agent.attention && (places => agent.attention!(places)),
    begin: (observation: Observation) => perhaps(agent.begin(observation)),
    step: (outcome: Outcome) => perhaps(agent.step(outcome)),
    metrics: () => agent.metrics(),
    save: () => agent.save(),
    load: state => agent.load(state),
  };
}
