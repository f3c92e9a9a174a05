import type { LocalCriticHyperparameters } from '../../../src/agents/local-critic/hyperparameters.ts';
import type { Outcome } from '../../../src/agents/types.ts';
import type { Random } from '../../../src/random.ts';

type Matrix = number[][];
const dot = (x: readonly number[], y: readonly number[]): number => x.reduce((sum, value, i) => sum + value * y[i], 0);
/** x + size y */
const plus = (x: readonly number[], size: number, y: readonly number[]): number[] => x.map((v, i) => v + size * y[i]);
const zeros = (length: number): number[] => new Array(length).fill(0);
const columns = (inputs: readonly number[][], j: number): number[] => inputs.map(row => row[j]);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What a reckoning begins with: what the agent drew at random. */
export interface Drawn {
  /** W of each layer, a row for each neuron, its bias last. */
  W: Matrix[];
  /** R and b of the features of V. */
  R: Matrix;
  b: number[];
}

/** What a layer did at a time step. */
interface Doing {
  x: number[];
  mu: number[];
  slope: number[];
  xi: number[];
  a: number[];
}

/**
 * The formulas of docs/local-critic.md once more, written out neuron by neuron with plain arrays, every mean and deviation from
 * all that was seen: slow, and nothing in common with the agent.
 */
export class Reckoning {
  W: Matrix[];
  /** Traces of xi u, and critics' w. */
  e: Matrix[];
  w: Matrix[];
  v: number[];
  ev: number[];
  /** Early code: theta_v and theta_a, and their traces. */
  thetaV: Matrix[];
  thetaA: Matrix;
  eV: Matrix;
  eA: Matrix;
  /** With errors of their own: V^n, one for each layer. */
  own: Matrix;
  ownTrace: Matrix;
  /** What the last layer puts out. */
  outputs: number[] = [];

  private readonly seen: number[][] = [];
  private readonly squares: number[][][];
  private doings: Doing[] = [];
  private phi: number[] = [];
  private decisions = 0;

  /** @param random in the state in which the agent's is, once it was made */
  constructor(
    private readonly options: LocalCriticHyperparameters,
    private readonly drawn: Drawn,
    private readonly random: Random,
  ) {
    this.W = drawn.W.map(rows => rows.map(row => [...row]));
    const alike = (): Matrix[] => this.W.map(rows => rows.map(row => zeros(row.length)));
    const { initialValue } = options;
    const withInitial = (row: readonly number[]): number[] => [...zeros(row.length - 1), initialValue];
    [this.e, this.w] = [alike(), alike()];
    this.thetaV = this.W.map(rows => rows.map(withInitial));
    this.thetaA = this.W.map(rows => zeros(rows.length));
    this.eV = this.W.map(rows => zeros(rows[0].length));
    this.eA = this.W.map(rows => zeros(rows.length));
    this.own = this.W.map(rows => zeros(rows[0].length));
    this.ownTrace = this.W.map(rows => zeros(rows[0].length));
    this.v = zeros(drawn.b.length + 1);
    this.ev = zeros(drawn.b.length + 1);
    this.squares = this.W.map(rows => rows.map(() => []));
  }

  begin(observation: readonly number[]): void {
    this.e = this.e.map(rows => rows.map(row => zeros(row.length)));
    for (const traces of [this.eV, this.eA, this.ownTrace]) for (const trace of traces) trace.fill(0);
    this.ev.fill(0);
    const s = this.scaled(observation);
    this.phi = this.features(s);
    this.act(s);
  }

  step({ observation, reward, terminated }: Omit<Outcome, 'observation'> & { observation: readonly number[] }): void {
    const s = this.scaled(observation);
    const phi = this.features(s);
    this.learn(reward, terminated, s, phi);
    this.phi = phi;
    this.act(s);
  }

  /** Differences from the mean of all so far, in standard deviations, at most 5 of them. */
  private scaled(observation: readonly number[]): number[] {
    this.seen.push([...observation]);
    return observation.map((value, j) => {
      const all = columns(this.seen, j);
      const centre = mean(all);
      const variance = all.reduce((sum, x) => sum + (x - centre) ** 2, 0) / Math.max(1, all.length - 1);
      if (Math.abs(value - centre) < 1e-15) return 0;
      return Math.max(-5, Math.min(5, (value - centre) / Math.sqrt(variance + 1e-8)));
    });
  }

  private features(s: readonly number[]): number[] {
    return [...this.drawn.R.map((row, i) => Math.tanh(dot(row, s) + this.drawn.b[i])), 1];
  }

  private value(phi: readonly number[]): number {
    return this.options.initialValue + dot(this.v, phi);
  }

  /** What each layer sees and does, with noise. */
  private forward(s: readonly number[]): Doing[] {
    const { output, hiddenNoise, outputNoise } = this.options;
    let activity = s;
    return this.W.map((rows, l) => {
      const isLast = l === this.W.length - 1;
      const sigma = isLast ? outputNoise : hiddenNoise;
      const x = [...activity, 1];
      const mu = rows.map(row => (isLast && output === 'linear' ? dot(row, x) : Math.tanh(dot(row, x))));
      const slope = mu.map(m => (isLast && output === 'linear' ? 1 : 1 - m * m));
      const xi = mu.map(() => (sigma > 0 ? this.random.normal() : 0));
      const a = mu.map((m, n) => m + sigma * xi[n]);
      activity = a;
      return { x, mu, slope, xi, a };
    });
  }

  private act(s: readonly number[]): void {
    this.doings = this.forward(s);
    this.outputs = this.doings[this.doings.length - 1].a;
  }

  private learn(reward: number, terminated: boolean, s: number[], phi: number[]): void {
    const { gamma, lambda, valueStep, criticStep, critic, td, actor, joint, learns } = this.options;
    this.decisions++;
    const goesOn = terminated ? 0 : 1;
    const nextValue = this.value(phi);
    const delta = reward + gamma * nextValue * goesOn - this.value(this.phi);
    const next = td === 'perNeuron' ? this.forward(s) : [];
    const u = this.doings.map(({ x, slope }) => slope.map(f => x.map(value => f * value)));
    this.e = this.e.map((rows, l) =>
      rows.map((row, n) => row.map((e, i) => gamma * lambda * e + this.doings[l].xi[n] * u[l][n][i])),
    );
    const advantages = u.map((rows, l) => rows.map((un, n) => this.doings[l].xi[n] * dot(un, this.w[l][n])));
    const along = u.map((rows, l) => rows.map((un, n) => dot(un, this.w[l][n])));
    const allAdvantages = advantages.flat().reduce((sum, a) => sum + a, 0);
    const allSquares = u.flat().reduce((sum, un) => sum + dot(un, un), 0);

    for (const [l, { x, a, slope }] of this.doings.entries()) {
      const isSilent = learns === 'output' && l < this.W.length - 1;
      if (critic === 'original') {
        if (isSilent) continue;
        this.eV[l] = this.eV[l].map((e, i) => gamma * lambda * e + x[i]);
        this.eA[l] = this.eA[l].map((e, n) => gamma * lambda * e + a[n]);
        for (const n of a.keys()) {
          const q = dot(this.thetaV[l][n], x) + this.thetaA[l][n] * a[n];
          const expected =
            td === 'global' ? nextValue : dot(this.thetaV[l][n], next[l].x) + this.thetaA[l][n] * next[l].a[n];
          const error = reward + gamma * expected * goesOn - q;
          const size = this.thetaA[l][n] * slope[n];
          const change = (criticStep * error) / (dot(x, x) + a[n] ** 2 + 0.1);
          this.thetaV[l][n] = plus(this.thetaV[l][n], change, this.eV[l]);
          this.thetaA[l][n] += change * this.eA[l][n];
          this.move(
            l,
            n,
            x.map(value => size * value),
          );
        }
        continue;
      }
      let error = delta;
      if (td === 'perNeuron') {
        const of = (seen: readonly number[]): number => this.options.initialValue + dot(this.own[l], seen);
        error = reward + gamma * of(next[l]?.x ?? x) * goesOn - of(x);
        this.ownTrace[l] = this.ownTrace[l].map((e, i) => gamma * lambda * e + x[i]);
        this.own[l] = plus(this.own[l], (valueStep * error) / dot(x, x), this.ownTrace[l]);
      }
      if (isSilent) continue;
      for (const n of a.keys()) {
        const explained = joint ? allAdvantages : advantages[l][n];
        const squares = joint ? allSquares : dot(u[l][n], u[l][n]);
        const change = (criticStep * (error - explained)) / (squares + 0.1);
        if (actor !== 'perturbation') this.w[l][n] = plus(this.w[l][n], change, this.e[l][n]);
        const steps = {
          vanilla: () => u[l][n].map(value => value * along[l][n]),
          natural: () => this.w[l][n],
          perturbation: () => this.e[l][n].map(value => error * value),
        };
        this.move(l, n, steps[actor]());
      }
    }
    this.ev = this.ev.map((e, i) => gamma * lambda * e + this.phi[i]);
    this.v = plus(this.v, (valueStep * delta) / dot(this.phi, this.phi), this.ev);
  }

  /** W <- W + a_t step / rms_n. The mean is over fewer than 1,000 steps here: all count alike. */
  private move(l: number, n: number, step: readonly number[]): void {
    const { actorStep, actorSteps } = this.options;
    const share = actorSteps === 0 ? 0 : Math.min(1, this.decisions / actorSteps);
    this.squares[l][n].push(dot(step, step) / step.length);
    const rms = Math.sqrt(mean(this.squares[l][n]));
    if (rms > 0) this.W[l][n] = plus(this.W[l][n], (actorStep * (1 - 0.95 * share)) / rms, step);
  }
}
