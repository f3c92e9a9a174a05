import type { Random } from '../../random.ts';
import { actionSize, advance, gamma, reward, stateSize } from './plant.ts';
import type { Policy } from './policy.ts';

/** Steps of an episode that count as samples; those after them only complete its returns. */
export const episodeSteps = 50;
const tailSteps = 60;

/** One time step of play with noise in every neuron that has some. */
export interface Sample {
  state: Float64Array;
  action: Float64Array;
  reward: number;
  /** The discounted return from here on, noise of all later steps included. */
  return: number;
  /** For each layer. */
  layers: readonly SampledLayer[];
  /** The time step that followed. */
  next: Omit<Sample, 'next' | 'return'>;
}

/** What a layer did: see `LayerTrace`. */
export interface SampledLayer {
  inputs: Float64Array;
  slopes: Float64Array;
  noise: Float64Array;
  means: Float64Array;
  outputs: Float64Array;
}

/**
 * Plays episodes from random states, in each [-1, 1]^4.
 * @param sigma noise of each layer
 * @param count a multiple of `episodeSteps`
 */
export function collect(policy: Policy, sigma: readonly number[], count: number, random: Random): Sample[] {
  const samples: Sample[] = [];
  for (let episode = 0; episode < count / episodeSteps; episode++) samples.push(...play(policy, sigma, random));
  return samples;
}

function play(policy: Policy, sigma: readonly number[], random: Random): Sample[] {
  const s = Float64Array.from({ length: stateSize }, () => 2 * random.uniform() - 1);
  const steps: Omit<Sample, 'next' | 'return'>[] = [];
  const rewards: number[] = [];
  for (let t = 0; t < episodeSteps + tailSteps; t++) {
    const action = policy.explore(s, sigma, random);
    rewards.push(reward(s, action));
    if (t <= episodeSteps) {
      steps.push({
        state: s.slice(),
        action: action.slice(0, actionSize),
        reward: rewards[t],
        layers: policy.trace.map(({ inputs, slopes, noise, means, outputs }) => ({
          inputs: inputs.slice(),
          slopes: slopes.slice(),
          noise: noise.slice(),
          means: means.slice(),
          outputs: outputs.slice(),
        })),
      });
    }
    advance(s, action);
  }
  const returns = new Float64Array(rewards.length + 1);
  for (let t = rewards.length - 1; t >= 0; t--) returns[t] = rewards[t] + gamma * returns[t + 1];
  return steps.slice(0, episodeSteps).map((step, t) => ({ ...step, return: returns[t], next: steps[t + 1] }));
}
