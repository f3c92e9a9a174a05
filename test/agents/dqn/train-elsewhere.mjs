/**
 * Trains DQN for a few steps in a process of its own, by the built code. Prints a digest of everything that decides how
 * training goes on; and the same for a training that was saved half way and resumed.
 *
 *     node train-elsewhere.mjs THREADS SETTINGS
 */
import { createHash } from 'node:crypto';
import { prepareAgent } from '../../../dist/src/agents/index.js';
import { endThreads } from '../../../dist/src/nn/threads/overseen.js';
import { configureRun } from '../../../dist/src/training/configure.js';
import { makeConfigured } from '../../../dist/src/training/make-environment.js';
import { makeTrainer } from '../../../dist/src/training/session.js';

const threads = Number(process.argv[2]);
const settings = {
  ...{ network: 'compact', hidden: 64, replaySize: 400, saveReplay: true, replayStart: 40, epsilonSteps: 1 },
  ...{ batchSize: 16, targetEvery: 48, learningRate: 1e-3 },
  ...JSON.parse(process.argv[3]),
};
const limit = { frames: null, minutes: null };
const environment = { pipeline: 'dqn42' };
const config = configureRun('orchard', { agent: 'dqn', settings, environment, seed: 1, backend: 'wasm', limit });
await prepareAgent('dqn', { backend: 'wasm', threads });
const trainer = () => makeTrainer(config, { makeEnvironment: makeConfigured, warn: () => {} });
const digest = of => createHash('md5').update(of.save()).digest('hex');

const whole = trainer();
// Half way an update is under way, and the next one is due two steps later.
while (whole.counters.steps < 82) whole.step();
const half = whole.save();
while (whole.counters.steps < 120) whole.step();
console.log(digest(whole));
const resumed = trainer();
resumed.load(half);
while (resumed.counters.steps < 120) resumed.step();
console.log(digest(resumed));
await endThreads();
