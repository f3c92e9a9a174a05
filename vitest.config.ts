import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { availabilityOf } from './src/nn/choice.ts';

const tensorflow =
  (['tensorflow-gpu', 'tensorflow'] as const).map(availabilityOf).find(({ available }) => available) ??
  availabilityOf('tensorflow');
if (!tensorflow.available) {
  console.warn(`agents are tested on WebAssembly only: ${tensorflow.reason} (${tensorflow.advice})`);
}

/** The agents that compute with networks, once more. */
const onTensorflow = {
  extends: true as const,
  test: {
    name: 'on TensorFlow',
    include: ['test/agents/{dqn,pqn}/{agent,learner,losses}.test.ts'],
    env: { OPENBRAIN_TEST_BACKEND: 'tensorflow' },
  },
};

export default defineConfig({
  test: {
    // The comparisons with ale-py keep a core busy each: use them all.
    maxWorkers: availableParallelism(),
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'openbrain', include: ['test/**/*.test.ts'] } },
      ...(tensorflow.available ? [onTensorflow] : []),
    ],
  },
});
