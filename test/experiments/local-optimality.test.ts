import { expect, test } from 'vitest';
import { hyperparameters } from '../../src/agents/local-critic/hyperparameters.ts';
import { largest } from '../../src/agents/local-critic/index.ts';
import { BackwardCritic } from '../../src/experiments/local-optimality/backward.ts';
import { prepareTape, Tape } from '../../src/experiments/local-optimality/tape.ts';
import { Random } from '../../src/random.ts';

function critic(feedback: 'backpropagation' | 'alignment', seed: number): BackwardCritic {
  const setup = { inputs: 3, outputs: 2, act: largest, random: new Random(seed) };
  return new BackwardCritic({ ...setup, hyperparameters: hyperparameters.parse({ hidden: '5,4' }) }, feedback);
}

const inputs: Float64Array = Float64Array.of(0.5, -1, 2);

/** mu of every output, without noise, with `shift` added to the sum of one neuron. */
function outputs({ layers }: BackwardCritic, l: number, n: number, shift: number): number[] {
  let a: Float64Array = inputs;
  for (const [at, { W, x, neurons, mu }] of layers.entries()) {
    const row = x.length;
    const before = [...a, 1];
    a = mu.map((_, m) => {
      const z = before.reduce((sum, value, i) => sum + W[m * row + i] * value, 0);
      return Math.tanh(at === l && m === n ? z + shift : z);
    });
    expect(a.length).toBe(neurons);
  }
  return [...a];
}

test('d mu / dz of two learners at once are finite differences; random feedback gives others, below the last layer', async () => {
  await prepareTape();
  const critics = [critic('backpropagation', 1), critic('backpropagation', 2)];
  for (const { layers } of critics) layers.reduce((a, layer) => layer.forward(a, undefined), inputs);
  new Tape(critics).update();
  const step = 1e-5;
  for (const agent of critics) {
    for (const [l, { neurons }] of agent.layers.entries()) {
      for (let n = 0; n < neurons; n++) {
        const [up, down] = [step, -step].map(shift => outputs(agent, l, n, shift));
        for (let k = 0; k < 2; k++)
          expect(agent.slopes[l][k * neurons + n]).toBeCloseTo((up[k] - down[k]) / (2 * step), 5);
      }
    }
  }
  const other = critic('alignment', 1);
  other.layers.reduce((a, layer) => layer.forward(a, undefined), inputs);
  new Tape([other]).update();
  expect([...other.slopes[2]]).toEqual([...critics[0].slopes[2]]);
  // One layer further down: the error times the fixed weights, times the slope there.
  const [{ neurons }, { neurons: above }] = [other.layers[1], other.layers[2]];
  for (let k = 0; k < 2; k++) {
    for (let n = 0; n < neurons; n++) {
      let error = 0;
      for (let m = 0; m < above; m++) error += other.slopes[2][k * above + m] * other.back![2][m * neurons + n];
      expect(other.slopes[1][k * neurons + n]).toBeCloseTo(error * other.layers[1].slope[n], 5);
    }
  }
});

test('a step of the backward arm by hand: one critic for all weights, terminal, from V = 0 and w = 0', async () => {
  await prepareTape();
  const random = new Random(3);
  const settings = { hidden: '', output: 'linear', criticStep: 0.5, actorStep: 0.01 };
  const agent = new BackwardCritic(
    { inputs: 1, outputs: 2, act: largest, hyperparameters: hyperparameters.parse(settings), random },
    'backpropagation',
  );
  const tape = new Tape([agent]);
  agent.begin(Float32Array.of(2));
  tape.update();
  const xi = [...agent.layers[0].xi];
  agent.step({ observation: Float32Array.of(1), reward: 3, terminated: true, truncated: false });
  // The first input is its own mean: x = (0, 1), u_k = x for the weights of output k; sum |u|^2 = 2; w = 0.5 * 3 xi x / 2.1.
  // The next step's ascent follows w: W moves by a_t in the direction of its sign (rms of one step).
  const before = [...agent.layers[0].W];
  agent.begin(Float32Array.of(2));
  agent.layers[0].x.set([0, 1]);
  tape.update();
  agent.layers[0].meanSquare.fill(0);
  agent.layers[0].steps = 0;
  agent.step({ observation: Float32Array.of(1), reward: 0, terminated: true, truncated: false });
  for (let k = 0; k < 2; k++) {
    expect(agent.layers[0].W[2 * k]).toBe(before[2 * k]);
    // Of the row's two numbers one is 0: the rms is size / sqrt(2).
    const moved = agent.layers[0].W[2 * k + 1] - before[2 * k + 1];
    expect(moved).toBeCloseTo(0.01 * Math.SQRT2 * Math.sign(xi[k]), 10);
  }
});
