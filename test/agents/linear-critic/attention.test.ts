import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { paintShares } from '../../../src/agents/blob-attention.ts';
import { hyperparametersOf } from '../../../src/agents/hyperparameters.ts';
import { blobShares } from '../../../src/agents/linear-critic/attention.ts';
import { linearCritic } from '../../../src/agents/linear-critic/index.ts';
import { blobsOf } from '../../../src/features/blob-parts.ts';
import { ObjectFeatures, type Tile } from '../../../src/features/object-features.ts';
import { make } from '../../../src/index.ts';
import { Random } from '../../../src/random.ts';
import { keysOf } from '../../features/keys.ts';

test('every feature but the bias is divided among blobs, none twice: the shares add up to the whole', () => {
  const environment = make('orchard', { pipeline: 'screen', frameSkip: 5 });
  const tiles: Tile[] = [
    [15, 10],
    [7, 9],
  ];
  const features = new ObjectFeatures(160, environment.screenHeight, { tiles, motionSteps: [[10, 10]] });
  const bias = features.exports.biasKey();
  const random = new Random(3);
  let { observation } = environment.reset({ seed: 1 });
  for (let step = 0; step < 12; step++) {
    const keys = keysOf(features, observation).filter(key => key !== bias);
    // Each feature weighs something of its own, so that one too many or one too few would show.
    const weigh = (key: number): number => ((key * 2654435761) % 1000) / 1000 - 0.5;
    const asked: number[] = [];
    const shares = blobShares(features, tiles, key => {
      asked.push(key);
      return weigh(key);
    });
    expect(asked.sort((a, b) => a - b)).toEqual(keys);
    const sum = keys.reduce((total, key) => total + weigh(key), 0);
    expect(shares.reduce((total, share) => total + share, 0)).toBeCloseTo(sum, 6);
    ({ observation } = environment.step(random.integer(environment.actionSpace.n)));
  }
  environment.close();
});

test('of a pair, the smaller blob gets the more; its pixels show it', () => {
  const features = new ObjectFeatures(160, 210);
  const screen = new Uint8Array(160 * 210).fill(0x40);
  for (const y of [20, 21]) screen.fill(0x1e, y * 160 + 100, y * 160 + 104);
  features.see(screen);
  const blobs = blobsOf(features.blobs);
  const shares = blobShares(features, [[15, 10]], () => 1);
  const small = blobs.findIndex(({ colour }) => colour === 0x1e >> 1);
  const large = 1 - small;
  // Its tile, that its colour is there, and nearly all of the offset between the two.
  expect(shares[small]).toBeCloseTo(2 + (160 * 210) / (160 * 210 + 8), 9);
  expect(shares[large]).toBeCloseTo(2 + 8 / (160 * 210 + 8), 9);
  const weights = paintShares(screen, 160, blobs, shares);
  expect(weights[20 * 160 + 103]).toBeCloseTo(shares[small], 5);
  expect(weights[20 * 160 + 104]).toBeCloseTo(shares[large], 5);
});

test('looking at what it looked at changes nothing of what it does', () => {
  const play = (asks: boolean): { actions: number[]; saved: string } => {
    const environment = make('orchard', { pipeline: 'screen', frameSkip: 5 });
    const random = new Random(1);
    const setup = { observationSpace: environment.observationSpace, actions: environment.actionSpace.n, random };
    const agent = linearCritic.create({ ...setup, hyperparameters: hyperparametersOf(linearCritic, {}) as never });
    let action = agent.begin(environment.reset({ seed: 1 }).observation);
    const actions = Array.from({ length: 60 }, () => {
      if (asks) expect(agent.attention!().weights).toHaveLength(160 * environment.screenHeight);
      const outcome = environment.step(action);
      action = agent.step(outcome);
      if (outcome.terminated) action = agent.begin(environment.reset().observation);
      return action;
    });
    environment.close();
    return { actions, saved: createHash('sha1').update(agent.save()).digest('hex') };
  };
  expect(play(true)).toEqual(play(false));
});
