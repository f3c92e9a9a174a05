/**
 * Updates of DQN on made-up pictures in a process of its own, by the built code: prints a digest of all that was learned.
 *
 *     node learn-elsewhere.mjs THREADS
 */
import { createHash } from 'node:crypto';
import { hyperparameters } from '../../dist/src/agents/dqn/hyperparameters.js';
import { DqnLearner } from '../../dist/src/agents/dqn/learner.js';
import { startBackend } from '../../dist/src/nn/backend.js';
import { Random } from '../../dist/src/random.js';

await startBackend({ threads: Number(process.argv[2]) });
const random = new Random(3);
const size = 10;
const bytes = () => Uint8Array.from({ length: size * 4 * 84 * 84 }, () => random.integer(256));
const digest = createHash('md5');
for (const settings of [
  { maxGradientNorm: 10 },
  { optimizer: 'rmsprop', double: true, dueling: true, noisy: true, distribution: 'categorical' },
]) {
  const all = hyperparameters.parse(settings);
  const learner = new DqnLearner({ observation: [4, 84, 84], actions: 6, hyperparameters: all, random });
  for (let i = 0; i < 2; i++) {
    learner.update({
      size,
      observations: bytes(),
      nextObservations: bytes(),
      actions: Int32Array.from({ length: size }, () => random.integer(6)),
      rewards: Float32Array.from({ length: size }, () => random.integer(3) - 1),
      discounts: new Float32Array(size).fill(0.99),
      weights: new Float32Array(size).fill(1),
      slots: new Int32Array(size),
    });
  }
  digest.update(learner.save());
}
console.log(digest.digest('hex'));
