import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hyperparametersOf } from '../../src/agents/hyperparameters.ts';
import { agentNamed } from '../../src/agents/index.ts';
import { Random } from '../../src/random.ts';
import { loadCheckpoint } from '../../src/training/checkpoint.ts';
import { environmentConfig, type RunConfig } from '../../src/training/config.ts';
import { loadTrainedAgent } from '../../src/training/load-agent.ts';
import { type Progress, resumeRun, startRun, type World } from '../../src/training/session.ts';
import { Catch } from '../fixtures/catch.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

function config(changes: Partial<RunConfig> = {}): RunConfig {
  const agent = changes.agent ?? 'linear-critic';
  return {
    format: 1,
    openbrain: '0.0.0',
    game: 'catch',
    romMd5: null,
    agent,
    hyperparameters: hyperparametersOf(agentNamed(agent), {}),
    seed: 3,
    environment: environmentConfig.parse({ pipeline: 'screen', frameSkip: 5, maxFramesPerEpisode: 450 }),
    limit: { frames: 60_000, minutes: null },
    ...changes,
  };
}

function world(onProgress: (progress: Progress) => void = () => {}, signal = new AbortController().signal): World {
  return {
    makeEnvironment: (_, { frameSkip, repeatActionProbability, maxFramesPerEpisode }) =>
      new Catch({ frameSkip, repeatActionProbability, maxFramesPerEpisode }),
    reporter: { progress: onProgress, warn: () => {} },
    signal,
  };
}

/** The lines of metrics without what depends on the clock. */
function metricsOf(path: string): unknown[] {
  const lines = readFileSync(join(path, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map(line => ({ ...JSON.parse(line), clock: undefined }));
}

const stateOf = (path: string) => loadCheckpoint(join(path, 'checkpoints')).trainer;

describe('a run', () => {
  test('leaves config, metrics, events and a checkpoint, and stops at its limit', async () => {
    const path = join(temporaryFolder(), 'run');
    const result = await startRun(path, config(), world());
    expect(result).toMatchObject({ stoppedBy: 'limit', frames: 60_000, steps: 12_000 });
    expect(JSON.parse(readFileSync(join(path, 'config.json'), 'utf8'))).toEqual(config());
    // On a slow machine there is a picture of the training, too.
    expect(
      readdirSync(path)
        .filter(name => name !== 'latest.png')
        .sort(),
    ).toEqual(['checkpoints', 'config.json', 'events.out.tfevents.openbrain', 'metrics.jsonl']);
    const metrics = metricsOf(path) as { frames: number; episodeFrames: number; truncated: boolean; return: number }[];
    // 450 frames are 7 balls of about 60 frames: every episode is cut, and 133 of them fit into 20,000 frames.
    expect(metrics).toHaveLength(133);
    for (const [i, line] of metrics.entries()) {
      expect(line).toMatchObject({ episodes: i + 1, frames: 450 * (i + 1), episodeFrames: 450, truncated: true });
    }
    const mean = metrics.slice(-100).reduce((sum, line) => sum + line.return, 0) / 100;
    expect(result.meanReturn).toBeCloseTo(mean, 10);
  });

  test('interrupted at any moment and resumed, it ends with the same weights and metrics, bit for bit', async () => {
    const folder = temporaryFolder();
    const whole = join(folder, 'whole');
    await startRun(whole, config(), world());

    const parts = join(folder, 'parts');
    // Interrupted after so many steps, in the middle of an episode of 90 or at its end.
    const interrupt = async (steps: number, session: (world: World) => Promise<{ frames: number }>) => {
      const stop = new AbortController();
      const { makeEnvironment, ...rest } = world(undefined, stop.signal);
      const counting: World['makeEnvironment'] = (game, options) => {
        const environment = makeEnvironment(game, options);
        const step = environment.step.bind(environment);
        let left = steps;
        environment.step = action => {
          if (--left === 0) stop.abort();
          return step(action);
        };
        return environment;
      };
      return session({ ...rest, makeEnvironment: counting });
    };
    const first = await interrupt(1, w => startRun(parts, config(), w));
    expect(first).toMatchObject({ stoppedBy: 'interrupt', frames: 5 });
    const stops = [first.frames];
    for (const steps of [89, 1, 1700, 45, 3001, 90, Number.POSITIVE_INFINITY]) {
      stops.push((await interrupt(steps, w => resumeRun(parts, w))).frames);
    }
    expect(stops).toEqual([5, 450, 455, 8955, 9180, 24185, 24635, 60_000]);
    expect(Buffer.compare(stateOf(parts), stateOf(whole))).toBe(0);
    expect(metricsOf(parts)).toEqual(metricsOf(whole));
  });

  test('stopped by --frames in the middle of an episode and given more, it ends the same too', async () => {
    const folder = temporaryFolder();
    const [whole, parts] = [join(folder, 'whole'), join(folder, 'parts')];
    await startRun(whole, config(), world());
    await startRun(parts, config({ limit: { frames: 3_333, minutes: null } }), world());
    await resumeRun(parts, world(), { limit: { frames: 11_111, minutes: null } });
    await resumeRun(parts, world(), { limit: { frames: 60_000, minutes: null } });
    expect(Buffer.compare(stateOf(parts), stateOf(whole))).toBe(0);
    expect(metricsOf(parts)).toEqual(metricsOf(whole));
    expect(JSON.parse(readFileSync(join(parts, 'config.json'), 'utf8')).limit.frames).toBe(60_000);
  });

  test('killed without a chance to save, it does again what came after its checkpoint, and only once', async () => {
    const folder = temporaryFolder();
    const [whole, killed] = [join(folder, 'whole'), join(folder, 'killed')];
    await startRun(whole, config(), world());
    await startRun(killed, config({ limit: { frames: 8_000, minutes: null } }), world());
    // What a session that was killed leaves: records that no checkpoint knows of, the last one torn.
    appendFileSync(join(killed, 'metrics.jsonl'), '{"frames":8100,"steps":1620}\n{"frames":81');
    const length = readFileSync(join(killed, 'events.out.tfevents.openbrain')).length;
    appendFileSync(join(killed, 'events.out.tfevents.openbrain'), 'torn');
    expect(length).toBeGreaterThan(0);
    await resumeRun(killed, world(), { limit: { frames: 60_000, minutes: null } });
    expect(metricsOf(killed)).toEqual(metricsOf(whole));
    expect(Buffer.compare(stateOf(killed), stateOf(whole))).toBe(0);
  });

  test('limited by minutes, it says how far it got', async () => {
    const path = join(temporaryFolder(), 'run');
    const seen: Progress[] = [];
    const limited = config({ agent: 'random', hyperparameters: {}, limit: { frames: null, minutes: 0.01 } });
    const result = await startRun(
      path,
      limited,
      world(progress => seen.push(progress)),
    );
    expect(result.stoppedBy).toBe('limit');
    expect(result.seconds).toBeGreaterThanOrEqual(0.6);
    expect(result.seconds).toBeLessThan(5);
    expect(loadCheckpoint(join(path, 'checkpoints')).frames).toBe(result.frames);
    expect(seen.map(({ done }) => done)).toEqual(seen.map(({ done }) => done).sort((a, b) => a - b));
    expect(seen.at(-1)?.framesPerSecond).toBeGreaterThan(0);
    await expect(resumeRun(path, world())).rejects.toThrow(/has reached its limit/);
  });

  test('a trained agent can be loaded to play, and does as the one that was trained', async () => {
    const path = join(temporaryFolder(), 'run');
    await startRun(path, config({ limit: { frames: 100_000, minutes: null } }), world());
    const trained = loadTrainedAgent(path);
    expect(trained.counters.frames).toBe(100_000);
    const game = new Catch();
    const agent = trained.create(game, new Random(1));
    expect(agent.learning).toBe(false);
    let total = 0;
    for (let episode = 0; episode < 20; episode++) {
      let action = agent.begin(game.reset({ seed: episode }).observation);
      for (;;) {
        const outcome = game.step(action as number);
        total += outcome.reward;
        if (outcome.terminated) break;
        action = agent.step(outcome);
      }
    }
    // Random play gives about -6 of ten balls.
    expect(total / 20).toBeGreaterThan(-3);
  });
});

describe('bad input gets one line and changes nothing', () => {
  test('a folder that holds a run, or anything else, is not overwritten', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'run');
    await startRun(path, config({ limit: { frames: 500, minutes: null } }), world());
    const before = readFileSync(join(path, 'metrics.jsonl'));
    await expect(startRun(path, config(), world())).rejects.toThrow(
      `${path} holds a run already: openbrain resume ${path} goes on with it, or choose another --out`,
    );
    expect(readFileSync(join(path, 'metrics.jsonl'))).toEqual(before);
    await expect(startRun(folder, config(), world())).rejects.toThrow(/exists and is no empty folder/);
  });

  test('a folder that is not a run folder', async () => {
    const folder = temporaryFolder();
    await expect(resumeRun(join(folder, 'none'), world())).rejects.toThrow(/^no run folder /);
    await expect(resumeRun(folder, world())).rejects.toThrow(/is not a run folder: it has no config\.json$/);
  });

  test.each([
    ['not JSON', '{', /config\.json: not JSON$/],
    [
      'an unknown key',
      JSON.stringify({ ...config(), sed: 1 }),
      /config\.json: unknown key "sed": did you mean seed\?$/,
    ],
    [
      'an unknown key further in',
      JSON.stringify({ ...config(), environment: { ...config().environment, frameskip: 4 } }),
      /config\.json: unknown key "environment\.frameskip": did you mean frameSkip\?$/,
    ],
    [
      'a misspelt key',
      JSON.stringify({ ...config(), seed: undefined, sead: 1 }),
      /config\.json: unknown key "sead": did you mean seed\?$/,
    ],
    ['a wrong value', JSON.stringify({ ...config(), seed: -1 }), /config\.json: seed: [^\n]+$/],
    [
      'an unknown hyperparameter',
      JSON.stringify({ ...config(), hyperparameters: { gama: 0.9 } }),
      /^agent linear-critic has no hyperparameter "gama": did you mean gamma\?$/,
    ],
    [
      'an unknown agent',
      JSON.stringify({ ...config(), agent: 'linear-critc' }),
      /^unknown agent "linear-critc": did you mean linear-critic\?$/,
    ],
  ])('a config with %s', async (_, text, message) => {
    const path = join(temporaryFolder(), 'run');
    await startRun(path, config({ limit: { frames: 500, minutes: null } }), world());
    writeFileSync(join(path, 'config.json'), text);
    await expect(resumeRun(path, world())).rejects.toThrow(message);
    expect(() => loadTrainedAgent(path)).toThrow(message);
  });

  test('a checkpoint whose environment this version does not know', async () => {
    const path = join(temporaryFolder(), 'run');
    await startRun(path, config({ limit: { frames: 500, minutes: null } }), world());
    class Other extends Catch {
      override restore(): void {
        throw new RangeError('a snapshot has 7 bytes, this has 5');
      }
    }
    const changed = { ...world(), makeEnvironment: () => new Other() };
    await expect(resumeRun(path, changed, { limit: { frames: 900, minutes: null } })).rejects.toThrow(
      /checkpoint does not fit config\.json or this version \(a snapshot has 7 bytes, this has 5\); openbrain 0\.0\.0 began the run$/,
    );
  });

  test('a place that cannot be written', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    const path = join(folder, 'file', 'run');
    await expect(startRun(path, config(), world())).rejects.toThrow(
      /^cannot make [^\n]+: a part of the path is a file/,
    );
  });

  test('metrics that cannot be written at the end: the whole checkpoint is named', async () => {
    const path = join(temporaryFolder(), 'run');
    const stop = new AbortController();
    const progress = ({ frames }: Progress) => {
      // The next checkpoint finds a folder in its place.
      if (frames < 1000 || stop.signal.aborted) return;
      mkdirSync(join(path, 'checkpoints', `${String(frames).padStart(12, '0')}.checkpoint`));
      stop.abort();
    };
    await expect(startRun(path, config(), world(progress, stop.signal))).rejects.toThrow(
      /^cannot write [^\n]+; \S+000000000000\.checkpoint \(0 frames\) is whole: make room, then openbrain resume \S+$/,
    );
    expect(existsSync(join(path, 'checkpoints', '000000000000.checkpoint'))).toBe(true);
  });
});
