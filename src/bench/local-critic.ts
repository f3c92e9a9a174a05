import { cpus } from 'node:os';
import { hyperparameters } from '../agents/local-critic/hyperparameters.ts';
import { localCritic } from '../agents/local-critic/index.ts';
import { Random } from '../random.ts';

/** What `bench local-critic` prints. */
export interface LocalCriticBench {
  /** Inputs, neurons of each layer. */
  network: number[];
  steps: number;
  stepsPerSecond: number;
  /** The same by the processor's time of this process, which other work on the machine hardly changes. */
  cpuStepsPerSecond: number;
  processor: string;
}

const inputs = 400;
const hidden = [64, 64];
const actions = 6;

/** Times steps with learning (act, trace, critics, actors, V) on dense random observations, on one thread. */
export function benchLocalCritic(steps: number): LocalCriticBench {
  const random = new Random(0);
  const agent = localCritic.create({
    observationSpace: { type: 'box', low: -1, high: 1, shape: [inputs], dtype: 'float32' },
    actions,
    hyperparameters: hyperparameters.parse({ hidden: hidden.join(',') }),
    random,
  });
  const observations = Array.from({ length: 64 }, () => Float32Array.from({ length: inputs }, () => random.normal()));
  agent.begin(observations[0]);
  const play = (count: number): void => {
    for (let i = 0; i < count; i++) {
      agent.step({ observation: observations[i % 64], reward: random.normal(), terminated: false, truncated: false });
    }
  };
  play(500); // The compiler does its work first.
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  play(steps);
  const seconds = (performance.now() - wall) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return {
    network: [inputs, ...hidden, actions],
    steps,
    stepsPerSecond: Math.round(steps / seconds),
    cpuStepsPerSecond: Math.round(steps / ((user + system) / 1e6)),
    processor: cpus()[0]?.model ?? 'unknown',
  };
}
