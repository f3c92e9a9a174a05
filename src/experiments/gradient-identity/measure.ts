import { derivedSeed, Random } from '../../random.ts';
import {
  CompatibleCritics,
  type Estimate,
  globalTdErrors,
  monteCarloAdvantages,
  oracleAdvantages,
  original,
  perNeuronTdErrors,
} from './critics.ts';
import { cosine, dot } from './linear.ts';
import { actionSize, stateSize } from './plant.ts';
import { Policy } from './policy.ts';
import { exactGradient } from './reference.ts';
import { collect, type Sample } from './samples.ts';

/** Every critic that is compared, and what it is called in reports. */
export const critics = {
  oracle: 'compatible, oracle Q',
  compatible: 'compatible, global V by LSTD',
  monteCarlo: 'compatible, Monte Carlo',
  perNeuron: 'compatible, a V of each neuron’s own',
  originalHiddenNoise: 'early code, noise in hidden neurons added',
  original: 'early code, noise in outputs only',
} as const;

export type Critic = keyof typeof critics;

/** What is varied. */
export interface Setting {
  /** Neurons in each of the two hidden layers. */
  width: number;
  /** Standard deviation of the noise of every neuron. */
  sigma: number;
  /** T. */
  samples: number;
}

/** How well one critic's estimate points along the exact gradient, for one layer. */
export interface Measurement extends Setting {
  critic: Critic;
  seed: number;
  /** 1 and 2: hidden; 3: outputs. */
  layer: number;
  cosine: number;
  /** (1 + R)^(-1/2), where the critic has such a prediction; null elsewhere. */
  predicted: number | null;
}

/**
 * Draws a policy, lets it play, and compares each critic's estimate of the gradient with exact backpropagation at the same
 * states.
 * @param samples numbers T of time steps to compare at, ascending; each set begins with the one before
 * @param wanted critics to measure; default: all
 */
export function measure(
  { width, sigma, samples }: { width: number; sigma: number; samples: readonly number[] },
  seed: number,
  wanted: readonly Critic[] = Object.keys(critics) as Critic[],
): Measurement[] {
  const policy = new Policy([stateSize, width, width, actionSize], new Random(derivedSeed(seed, 0)));
  const most = Math.max(...samples);
  const noisy = collect(policy, [sigma, sigma, sigma], most, new Random(derivedSeed(seed, 1)));
  const oracle = wanted.includes('oracle') ? oracleAdvantages(policy, noisy) : undefined;
  const outputNoise = wanted.includes('original')
    ? collect(policy, [0, 0, sigma], most, new Random(derivedSeed(seed, 2)))
    : undefined;

  const exact = exactGradients(policy, noisy, samples);
  const exactOfOutputNoise = outputNoise && exactGradients(policy, outputNoise, samples);
  return samples.flatMap((count, i) => {
    const some = noisy.slice(0, count);
    const fitted = new CompatibleCritics(policy, some, sigma);
    const shared = (advantages: Float64Array): Estimate => fitted.estimate(() => advantages);
    const estimates: Partial<Record<Critic, () => Estimate>> = {
      oracle: oracle && (() => shared(oracle.subarray(0, count))),
      compatible: () => shared(globalTdErrors(some)),
      monteCarlo: () => shared(monteCarloAdvantages(some)),
      perNeuron: () => fitted.estimate(layer => perNeuronTdErrors(some, layer)),
      originalHiddenNoise: () => original(policy, some),
      original: outputNoise && (() => original(policy, outputNoise.slice(0, count))),
    };
    return wanted.flatMap(critic => {
      const estimate = estimates[critic]?.();
      if (!estimate) return [];
      // Without noise inside, the policy comes to other states.
      const truth = critic === 'original' && exactOfOutputNoise ? exactOfOutputNoise[i] : exact[i];
      return truth.map((gradient, l) => ({
        ...{ critic, width, sigma, samples: count, seed, layer: l + 1 },
        cosine: cosine(estimate.gradient[l], gradient),
        predicted: estimate.noise ? 1 / Math.sqrt(1 + estimate.noise[l] / dot(gradient, gradient)) : null,
      }));
    });
  });
}

/** The exact gradient over the states of the first samples, for each of the ascending numbers of them. */
function exactGradients(policy: Policy, samples: readonly Sample[], counts: readonly number[]): Float64Array[][] {
  let before = 0;
  let mean = policy.weights.map(weights => new Float64Array(weights.length));
  return counts.map(count => {
    const states = samples.slice(before, count).map(({ state }) => state);
    const share = states.length / count;
    const added = exactGradient(policy, states);
    mean = mean.map((block, l) => block.map((value, k) => (1 - share) * value + share * added[l][k]));
    before = count;
    return mean;
  });
}
