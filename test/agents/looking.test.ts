/** What agents of neurons and cells say they look at. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { attentionByLeavingOut } from '../../src/agents/blob-attention.ts';
import { createAgentFor } from '../../src/agents/create.ts';
import { hyperparametersOf } from '../../src/agents/hyperparameters.ts';
import { agentNamed, prepareAgent } from '../../src/agents/index.ts';
import { blobShares } from '../../src/agents/linear-critic/attention.ts';
import type { Agent } from '../../src/agents/types.ts';
import { ObjectFeatures } from '../../src/features/object-features.ts';
import { make } from '../../src/index.ts';
import type { PipelineName } from '../../src/preprocess/pipelines.ts';
import { Random } from '../../src/random.ts';

const kinds: readonly (readonly [string, string, PipelineName, Record<string, unknown>])[] = [
  ['local-critic', 'pictures', 'small21', { hidden: 8 }],
  ['local-critic', 'objects', 'screen', { input: 'objects', actor: 'natural', joint: true, hidden: '' }],
  ['streaming-cells', 'pictures', 'small21', { units: 8 }],
  ['streaming-cells', 'objects', 'screen', { input: 'objects', units: 8, hashed: 64 }],
];

test.each(kinds)('%s (%s): looking changes nothing of what it does', async (name, _, pipeline, settings) => {
  await prepareAgent(name);
  const play = (asks: boolean): { actions: number[]; saved: string } => {
    const environment = make('orchard', { pipeline, frameSkip: 5 });
    const random = new Random(1);
    const definition = agentNamed(name);
    const hyperparameters = hyperparametersOf(definition, settings);
    const agent = createAgentFor(definition, environment, hyperparameters, random) as Agent;
    let action = agent.begin(environment.reset({ seed: 1 }).observation);
    const actions = Array.from({ length: 20 }, (_, step) => {
      agent.learning = step < 15;
      const before = Array.from(agent.values ?? agent.preferences ?? []);
      expect(before).toHaveLength(environment.actionSpace.n);
      if (asks) {
        const { rows, columns, weights } = agent.attention!();
        expect(weights).toHaveLength(rows * columns);
        if (step > 2) expect(weights.some(weight => weight !== 0)).toBe(true);
        expect(Array.from((agent.values ?? agent.preferences)!)).toEqual(before);
      }
      // Something to learn from: nothing speaks for anything before the first reward.
      action = agent.step({ ...environment.step(action), reward: step === 1 ? 1 : 0 });
      return action;
    });
    environment.close();
    return { actions, saved: createHash('sha1').update(agent.save()).digest('hex') };
  };
  expect(play(true)).toEqual(play(false));
});

test('of a linear value, leaving out gives each thing its exact share', () => {
  const environment = make('orchard', { pipeline: 'screen', frameSkip: 5 });
  const features = new ObjectFeatures(160, environment.screenHeight);
  let { observation } = environment.reset({ seed: 1 });
  // What has always held together is one group: only several pictures tell features apart.
  for (let step = 0; step < 8; step++) {
    features.see(observation);
    ({ observation } = environment.step(1 + (step % 2)));
  }
  features.see(observation);
  const weightOf = (group: number): number => ((group * 7919) % 101) / 101 - 0.5;
  const { exports, sizes } = features;
  const exact = blobShares(features, [[15, 10]], key => weightOf(exports.groupOf(key)) / sizes[exports.groupOf(key)]);
  const { active, shares } = features;
  const found = attentionByLeavingOut(observation, features, missing =>
    active.reduce((sum, group, i) => sum + (shares[i] - (missing.get(i) ?? 0)) * weightOf(group), 0),
  );
  const largest = (values: Iterable<number>): number => Math.max(...Array.from(values, Math.abs));
  expect(largest(exact)).toBeGreaterThan(0.05);
  expect(largest(found.weights)).toBeCloseTo(largest(exact), 4);
  environment.close();
});

test('no picture, nothing to look at', () => {
  const random = new Random(1);
  for (const name of ['local-critic', 'streaming-cells']) {
    const definition = agentNamed(name);
    const observationSpace = { type: 'box', low: 0, high: 255, shape: [128], dtype: 'uint8' } as const;
    const agent = definition.create({
      ...{ observationSpace, actions: 3, random },
      hyperparameters: hyperparametersOf(definition, {}) as Record<string, unknown>,
    });
    expect(agent.attention, name).toBeUndefined();
  }
});
