import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hyperparametersOf } from '../../src/agents/hyperparameters.ts';
import { agentNamed } from '../../src/agents/index.ts';
import { Catch as SmallCatch } from '../../src/env/classic/catch.ts';
import { episodeSeeds, evaluate } from '../../src/evaluation/evaluate.ts';
import { derivedSeed, Random } from '../../src/random.ts';
import { checkpointsIn, loadCheckpoint } from '../../src/training/checkpoint.ts';
import { environmentConfig, type RunConfig } from '../../src/training/config.ts';
import { loadTrainedAgent } from '../../src/training/load-agent.ts';
import { type Progress, resumeRun, startRun, type World } from '../../src/training/session.ts';
import { Catch } from '../fixtures/catch.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

function config(changes: Partial<RunConfig> = {}): RunConfig {
  const agent = changes.agent ?? 'linear-critic';
  return {
    ...{ format: 1, openbrain: '0.0.0', game: 'catch', romMd5: null, agent, seed: 3 },
    hyperparameters: hyperparametersOf(agentNamed(agent), {}),
    environment: environmentConfig.parse({ pipeline: 'screen', frameSkip: 5, maxFramesPerEpisode: 450 }),
    limit: { frames: 20_000, minutes: null },
    ...changes,
  };
}

const evaluation = { everyFrames: 4000, episodes: 3 };

function world(onProgress: (progress: Progress) => void = () => {}, signal = new AbortController().signal): World {
  return {
    makeEnvironment: (_, options) => new Catch(options),
    reporter: { progress: onProgress, warn: () => {} },
    signal,
  };
}

interface Line {
  frames: number;
  return?: number;
  evaluation?: { mean: number; best: number; returns: number[] };
}

const linesOf = (path: string): Line[] =>
  readFileSync(join(path, 'metrics.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => ({ ...JSON.parse(line), clock: undefined }));

const checkpointsOf = (path: string) => join(path, 'checkpoints');

describe('evaluation during the training', () => {
  test('does not disturb it: the same episodes, and the same agent to the last bit', async () => {
    const [plain, evaluated] = ['plain', 'evaluated'].map(name => join(temporaryFolder(), name));
    await startRun(plain, config(), world());
    await startRun(evaluated, config({ evaluation }), world());
    const episodes = linesOf(evaluated).filter(line => line.return !== undefined);
    expect(episodes).toEqual(linesOf(plain));
    const [a, b] = [plain, evaluated].map(path => loadCheckpoint(checkpointsOf(path)).trainer);
    expect(Buffer.compare(a, b)).toBe(0);
  });

  test('comes at its frames, and the best agent is kept, which plays the same episodes again', async () => {
    const path = join(temporaryFolder(), 'run');
    const result = await startRun(path, config({ evaluation }), world());
    const lines = linesOf(path).filter(line => line.evaluation);
    expect(lines.map(({ frames }) => frames)).toEqual([4000, 8000, 12_000, 16_000, 20_000]);
    const means = lines.map(line => line.evaluation!.mean);
    const best = Math.max(...means);
    expect(result.bestEvaluation).toBe(best);
    expect(lines.at(-1)!.evaluation!.best).toBe(best);

    const trained = loadTrainedAgent(path, 'best');
    const found = lines[means.indexOf(best)];
    expect(trained.counters.frames).toBe(found.frames);
    expect(basename(trained.checkpoint)).toBe('best.checkpoint');
    const environment = new Catch(config().environment);
    const random = new Random();
    const scores = await evaluate(trained.create(environment, random), environment, random, {
      episodes: evaluation.episodes,
      seed: derivedSeed(3, 1),
    });
    expect(scores.map(score => score.return)).toEqual(found.evaluation!.returns);
    // These are no episodes that a person's evaluation with the run's seed would play.
    expect(episodeSeeds(3, 100)).not.toContain(scores[0].seed);
  });

  test('a run that was stopped in the middle of one plays it again on resuming', async () => {
    const [whole, parts] = ['whole', 'parts'].map(name => join(temporaryFolder(), name));
    await startRun(whole, config({ evaluation }), world());
    const stop = new AbortController();
    const progress = ({ frames, evaluating }: Progress) => {
      if (frames >= 8000 && evaluating) stop.abort();
    };
    const { stoppedBy, frames } = await startRun(parts, config({ evaluation }), world(progress, stop.signal));
    expect({ stoppedBy, frames }).toEqual({ stoppedBy: 'interrupt', frames: 8000 });
    await resumeRun(parts, world());
    expect(linesOf(parts)).toEqual(linesOf(whole));
  });

  test('without one there is no best', async () => {
    const path = join(temporaryFolder(), 'run');
    await startRun(path, config({ limit: { frames: 500, minutes: null } }), world());
    expect(existsSync(join(checkpointsOf(path), 'best.checkpoint'))).toBe(false);
    expect(() => loadTrainedAgent(path, 'best')).toThrow(
      /^no best checkpoint in [^\n]+: no such file or folder \(openbrain train --evaluate-every\)$/,
    );
  });
});

describe('numbers that are none stop the training in one line', () => {
  test('a loss: the checkpoint has the weights of before', async () => {
    class Broken extends SmallCatch {
      override step(action: number) {
        const step = super.step(action);
        return step.info.frameNumber < 200 ? step : { ...step, reward: Number.NaN };
      }
    }
    const path = join(temporaryFolder(), 'run');
    const settings = { network: 'small', hidden: 8, replaySize: 500, replayStart: 50, learningRate: 1e-3 };
    const hyperparameters = hyperparametersOf(agentNamed('dqn'), settings);
    const broken = { ...world(), makeEnvironment: () => new Broken() };
    const run = startRun(path, config({ agent: 'dqn', hyperparameters }), broken);
    await expect(run).rejects.toThrow(
      /^training stopped: the loss became NaN at update \d+: a smaller learningRate may help; \S+\.checkpoint holds what was learned before$/,
    );
    const { frames } = loadTrainedAgent(path).counters;
    expect(frames).toBeGreaterThanOrEqual(200);
  });

  test('any other figure of an agent: the last sound checkpoint is named', async () => {
    class Broken extends Catch {
      override step(action: number) {
        const step = super.step(action);
        return step.info.frameNumber < 2000 ? step : { ...step, reward: Number.NaN };
      }
    }
    const path = join(temporaryFolder(), 'run');
    const broken = { ...world(), makeEnvironment: () => new Broken({ frameSkip: 5, maxFramesPerEpisode: 450 }) };
    await expect(startRun(path, config(), broken)).rejects.toThrow(
      /^training stopped: \w+ became NaN after \d+ frames \(a smaller step size may help\); the last sound checkpoint is \S+ \(\d+ frames\)$/,
    );
    expect(checkpointsIn(checkpointsOf(path))).toHaveLength(1);
  });
});
