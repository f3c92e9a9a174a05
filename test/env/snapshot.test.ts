import { beforeAll, expect, test } from 'vitest';
import { fetchRoms } from '../../roms-fetch/index.ts';
import { make } from '../../src/env/make.ts';
import type { Step } from '../../src/env/types.ts';

beforeAll(() => fetchRoms(['pong', 'breakout']), 600_000);

test.each(['dqn', 'rgb', 'ram'] as const)('a restored environment with the pipeline %s goes on alike', pipeline => {
  const options = { pipeline, noopMax: 30, rewardClipping: true };
  const [here, there] = [make('breakout', { ...options, seed: 4 }), make('breakout', options)];
  here.reset();
  for (let i = 0; i < 60; i++) here.step(i % here.actionSpace.n);
  const saved = here.snapshot();
  there.reset({ seed: 99 });
  there.restore(saved);
  const copy = ({ observation, ...rest }: Step<Uint8Array>): unknown => ({
    ...rest,
    observation: Buffer.from(observation).toString('base64'),
  });
  for (let i = 0; i < 400; i++) {
    const [a, b] = [here, there].map(environment => {
      if (environment.hasEnded) environment.reset();
      return copy(environment.step((i * 5) % environment.actionSpace.n));
    });
    expect(b, `step ${i}`).toEqual(a);
  }
  here.close();
  there.close();
});

test('snapshots of another game or pipeline are refused in one line', () => {
  const [pong, breakout] = [make('pong'), make('breakout')];
  const stacked = make('pong', { pipeline: 'dqn' });
  for (const environment of [pong, breakout, stacked]) environment.reset();
  expect(() => pong.restore(breakout.snapshot())).toThrow('the saved state is of breakout, not of this pong');
  expect(() => pong.restore(stacked.snapshot())).toThrow('another pipeline');
  expect(() => pong.restore(pong.snapshot().subarray(0, -10))).toThrow('incomplete');
  for (const environment of [pong, breakout, stacked]) environment.close();
});
