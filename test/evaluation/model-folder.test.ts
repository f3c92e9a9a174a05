import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { describe, expect, test } from 'vitest';
import { hyperparametersOf } from '../../src/agents/hyperparameters.ts';
import { agentNamed, prepareAgent } from '../../src/agents/index.ts';
import { evaluate } from '../../src/evaluation/evaluate.ts';
import { exportModel } from '../../src/evaluation/model-folder.ts';
import { playerNamed } from '../../src/evaluation/player.ts';
import { protocols } from '../../src/evaluation/protocols.ts';
import { Random } from '../../src/random.ts';
import { environmentConfig, type RunConfig } from '../../src/training/config.ts';
import { makeConfigured } from '../../src/training/make-environment.ts';
import { startRun } from '../../src/training/session.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

/** A run on the embedded game that has learned nothing yet. */
async function run(agent: string, settings: Record<string, unknown> = {}): Promise<string> {
  const path = join(temporaryFolder(), 'run');
  const config: RunConfig = {
    ...{ format: 1, openbrain: '0.0.0', game: 'orchard', romMd5: null, agent, seed: 3 },
    hyperparameters: hyperparametersOf(agentNamed(agent), settings),
    environment: environmentConfig.parse({ ...agentNamed(agent).environment, maxFramesPerEpisode: 2000 }),
    limit: { frames: 200, minutes: null },
  };
  await startRun(path, config, {
    makeEnvironment: makeConfigured,
    reporter: { progress: () => {}, warn: () => {} },
    signal: new AbortController().signal,
  });
  return path;
}

const small = { hidden: 16, replaySize: 500, replayStart: 400 };
const dqnRun = () => run('dqn', { ...small, dueling: true, evaluationEpsilon: 0.05 });

describe('an exported model', () => {
  test('is read by loadLayersModel and has the values of the agent', async () => {
    const path = await dqnRun();
    const out = join(temporaryFolder(), 'model');
    const { description } = await exportModel(path, out);
    expect(readdirSync(out).sort()).toEqual(['model.json', 'openbrain.json', 'weights.bin']);
    expect(description).toMatchObject({
      game: 'orchard',
      evaluationEpsilon: 0.05,
      trained: { agent: 'dqn', seed: 3 },
    });

    const json = JSON.parse(readFileSync(join(out, 'model.json'), 'utf8'));
    const bytes = new Uint8Array(readFileSync(join(out, 'weights.bin')));
    const [{ weights: weightSpecs }] = json.weightsManifest;
    const model = await loadLayersModel(
      tf.io.fromMemory({ modelTopology: json.modelTopology, weightSpecs, weightData: bytes.buffer }),
    );
    const player = playerNamed(path, { protocol: protocols[0] });
    const environment = makeConfigured(player.game, player.environment);
    const agent = player.create(environment, new Random(1));
    expect(model.outputs[0].shape).toEqual([null, description.actions.length]);
    const { observation } = environment.reset({ seed: 1 });
    agent.begin(observation);
    const levels = tf.transpose(tf.tensor4d([...observation], [1, 4, 84, 84]), [0, 2, 3, 1]);
    const values = (model.predict(levels) as tf.Tensor).dataSync();
    for (const [i, value] of Array.from(agent.values!).entries()) expect(values[i]).toBeCloseTo(value, 4);
    environment.close();
  });

  test('plays the episodes that the run plays', async () => {
    const path = await dqnRun();
    const out = join(temporaryFolder(), 'model');
    await exportModel(path, out);
    const scores = await Promise.all(
      [path, out].map(async who => {
        const player = playerNamed(who, { protocol: protocols[0] });
        await prepareAgent(player.data.agent, player.data);
        const environment = makeConfigured(player.game, { ...player.environment, maxFramesPerEpisode: 2000 });
        const random = new Random();
        const played = await evaluate(player.create(environment, random), environment, random, {
          episodes: 2,
          seed: 7,
        });
        environment.close();
        return played;
      }),
    );
    expect(scores[1]).toEqual(scores[0]);
  });
});

describe('in one line is refused', () => {
  test('an agent without a network, and nothing is written', async () => {
    const out = join(temporaryFolder(), 'model');
    await expect(exportModel(await run('linear-critic'), out)).rejects.toThrow(
      /^agent linear-critic has no network that layers of TensorFlow\.js could say$/,
    );
    expect(existsSync(out)).toBe(false);
  });

  test('a folder that holds something', async () => {
    const out = temporaryFolder();
    writeFileSync(join(out, 'file'), '');
    await expect(exportModel(await dqnRun(), out)).rejects.toThrow(/is not empty: choose another --out$/);
    await expect(exportModel(await dqnRun(), join(out, 'file'))).rejects.toThrow(/is a file: choose another --out$/);
  });

  test('a model that nobody says anything about', () => {
    const out = temporaryFolder();
    writeFileSync(join(out, 'model.json'), '{}');
    expect(() => playerNamed(out, { protocol: protocols[0] })).toThrow(
      /openbrain\.json is missing, which says what game the model plays: openbrain export writes it$/,
    );
  });
});
