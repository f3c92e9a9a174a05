/** Training on the real console: the game that openbrain brings along, so no ROM is needed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hyperparametersOf } from '../../src/agents/hyperparameters.ts';
import { agentNamed } from '../../src/agents/index.ts';
import { loadCheckpoint } from '../../src/training/checkpoint.ts';
import { environmentConfig, type RunConfig } from '../../src/training/config.ts';
import { makeConfigured } from '../../src/training/make-environment.ts';
import { resumeRun, startRun, type World } from '../../src/training/session.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

const world: World = {
  makeEnvironment: makeConfigured,
  reporter: { progress: () => {}, warn: () => {} },
  signal: new AbortController().signal,
};

function config(
  agent: string,
  frames: number,
  environment: Partial<RunConfig['environment']>,
  settings: Record<string, unknown> = {},
): RunConfig {
  return {
    format: 1,
    openbrain: '0.0.0',
    game: 'orchard',
    romMd5: null,
    agent,
    hyperparameters: hyperparametersOf(agentNamed(agent), settings),
    seed: 7,
    environment: environmentConfig.parse({ ...agentNamed(agent).environment, ...environment }),
    limit: { frames, minutes: null },
  };
}

// Cut episodes, no-op starts and sticky actions: everything in an environment that has a memory of its own.
const environment = { maxFramesPerEpisode: 700, noopMax: 30, repeatActionProbability: 0.25 };

test.each([
  { agent: 'linear-critic', pipeline: 'screen' as const },
  { agent: 'random', pipeline: 'dqn' as const },
  {
    agent: 'pqn',
    pipeline: 'dqn42' as const,
    settings: { network: 'compact', hidden: 16, environments: 4, steps: 32, minibatches: 4 },
  },
])(
  '$agent on $pipeline, stopped twice in the middle of episodes and resumed, ends as one that never stopped',
  async ({ agent, pipeline, settings }) => {
    const folder = temporaryFolder();
    const [whole, parts] = [join(folder, 'whole'), join(folder, 'parts')];
    const options = { ...environment, pipeline };
    await startRun(whole, config(agent, 6_000, options, settings), world);
    await startRun(parts, config(agent, 1_111, options, settings), world);
    await resumeRun(parts, world, { limit: { frames: 3_500, minutes: null } });
    await resumeRun(parts, world, { limit: { frames: 6_000, minutes: null } });

    const [one, other] = [whole, parts].map(path => ({
      state: loadCheckpoint(join(path, 'checkpoints')).trainer,
      metrics: readFileSync(join(path, 'metrics.jsonl'), 'utf8')
        .trimEnd()
        .split('\n')
        .map(line => ({ ...JSON.parse(line), clock: undefined })),
    }));
    expect(Buffer.compare(other.state, one.state)).toBe(0);
    expect(other.metrics).toEqual(one.metrics);
    // Without an end or a cut in between, little would have been tested.
    expect(one.metrics.length).toBeGreaterThan(3);
  },
  120_000,
);
