/** Agents that learn without backpropagation do without TensorFlow.js: no tape is opened, nothing of it is imported. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
// For its side effect: the gradients of the operations.
import '@tensorflow/tfjs-layers';
import { build } from 'esbuild';
import { expect, test, vi } from 'vitest';
import { createAgentFor } from '../../src/agents/create.ts';
import { hyperparametersOf } from '../../src/agents/hyperparameters.ts';
import { agentNamed, prepareAgent } from '../../src/agents/index.ts';
import { make } from '../../src/index.ts';
import { packageRoot } from '../../src/package-root.ts';
import type { PipelineName } from '../../src/preprocess/pipelines.ts';
import { Random } from '../../src/random.ts';

const objects = { input: 'objects', actor: 'natural', joint: true, hidden: '' };
const agents: readonly (readonly [string, PipelineName, Record<string, unknown>])[] = [
  ['linear-critic', 'screen', {}],
  ['local-critic', 'small21', {}],
  ['local-critic', 'small21', { joint: true, actor: 'natural' }],
  ['local-critic', 'small21', { td: 'perNeuron' }],
  ['local-critic', 'small21', { critic: 'original' }],
  ['local-critic', 'small21', { actor: 'perturbation', learns: 'output' }],
  ['local-critic', 'screen', objects],
  ['streaming-cells', 'small21', {}],
  ['streaming-cells', 'screen', { input: 'objects' }],
];

function spies() {
  return [vi.spyOn(tf.engine(), 'startTape' as never), vi.spyOn(tf.engine(), 'gradients')];
}

test('what would be seen if a tape were opened', async () => {
  await tf.setBackend('cpu');
  const watched = spies();
  tf.grad(x => tf.square(x))(tf.scalar(3));
  for (const spy of watched) expect(spy).toHaveBeenCalled();
  vi.restoreAllMocks();
});

test.each(agents)('%s on %s, %j: learns without a tape', async (name, pipeline, settings) => {
  await prepareAgent(name);
  const watched = spies();
  const environment = make('orchard', { pipeline, frameSkip: 5 });
  const definition = agentNamed(name);
  const agent = createAgentFor(definition, environment, hyperparametersOf(definition, settings), new Random(1));
  const before = Buffer.from(agent.save());
  let action = agent.begin(environment.reset({ seed: 1 }).observation);
  for (let step = 0; step < 30; step++) action = agent.step(environment.step(action as number));
  environment.close();
  expect(Buffer.compare(before, agent.save())).not.toBe(0);
  for (const spy of watched) expect(spy).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});

test.each(['linear-critic', 'local-critic', 'streaming-cells'])('%s: nothing of TensorFlow.js is in it', async name => {
  const { metafile } = await build({
    entryPoints: [`${packageRoot}/src/agents/${name}/index.ts`],
    ...{ bundle: true, write: false, metafile: true, platform: 'node', format: 'esm', logLevel: 'silent' },
  });
  const files = Object.keys(metafile.inputs);
  expect(files.some(file => file.endsWith(`${name}/agent.ts`))).toBe(true);
  expect(files.filter(file => /tensorflow|src\/nn\//.test(file))).toEqual([]);
});
