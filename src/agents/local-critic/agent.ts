/**
 * Local critics: every neuron of the policy is an agent of its own, with its own noise and its own linear critic; the one
 * thing that all of them hear is a temporal-difference error. No error is propagated backwards through anything.
 * After Guss, Zhong, Kuznetsov, Singhal, Kumar, Golmant, Johansen & Bartlett (2016), "OpenBrain: Backpropagation Free RL";
 * the rules are those of Silver et al. (2014), "Deterministic Policy Gradient Algorithms" (COPDAC-Q), neuron by neuron.
 * docs/local-critic.md derives them; names are its symbols.
 */
import { type Arrays, pack, unpack } from '../../bytes.ts';
import type { Action, Box } from '../../env/types.ts';
import { UserError } from '../../errors.ts';
import type { Random } from '../../random.ts';
import { InputScale } from '../input-scale.ts';
import { Occlusion } from '../occlusion.ts';
import { isPicture, planesOf } from '../pictures.ts';
import type { Agent, Attention, Observation, Outcome } from '../types.ts';
import { CompatibleCritics, OriginalCritics } from './critics.ts';
import { actorStepAt, type LocalCriticHyperparameters } from './hyperparameters.ts';
import { Layer, withBias } from './layer.ts';
import { LinearValue } from './linear-value.ts';
import { product, RandomFeatures } from './random-features.ts';

export interface LocalCriticSetup<Actions extends Action> {
  observationSpace: Box;
  /** Neurons of the last layer. */
  outputs: number;
  /** Makes an action of what they put out. */
  act: (a: Float64Array) => Actions;
  hyperparameters: LocalCriticHyperparameters;
  random: Random;
}

export class LocalCritic<Actions extends Action> implements Agent<Actions> {
  learning = true;
  readonly layers: Layer[];
  /** Of each layer, the critics of its neurons; one of the two kinds, or neither. */
  readonly compatible: CompatibleCritics[] = [];
  readonly original: OriginalCritics[] = [];
  /** V. */
  readonly value: LinearValue;
  /** With errors of their own: V^n, of what a neuron sees. All neurons of a layer see the same, so one does for each. */
  readonly ownValues: LinearValue[] = [];

  /** Of pictures. Call it before the environment's next step, which overwrites them. */
  readonly attention?: (places?: number) => Attention;

  private readonly options: LocalCriticHyperparameters;
  private readonly random: Random;
  private readonly act: (a: Float64Array) => Actions;
  private readonly scale: InputScale;
  /** s, scaled. */
  private readonly state: Float64Array;
  private readonly features: RandomFeatures;
  /** phi(s), and V(s), of the state acted in. */
  private readonly phi: Float64Array;
  private observation: Observation = new Uint8Array(0);
  private decisions = 0;
  /** Running mean of |delta|, to watch. */
  private meanError = 0;

  /** @throws UserError for hyperparameters of which one leaves another nothing to say */
  constructor({ observationSpace, outputs, act, hyperparameters, random }: LocalCriticSetup<Actions>) {
    checkTogether(hyperparameters);
    this.options = hyperparameters;
    this.random = random;
    this.act = act;
    const inputs = observationSpace.shape.reduce((size, n) => size * n, 1);
    this.scale = new InputScale(inputs);
    this.state = new Float64Array(inputs);
    this.features = new RandomFeatures(inputs, hyperparameters.valueFeatures, hyperparameters.valueScale, random);
    this.phi = new Float64Array(hyperparameters.valueFeatures + 1);
    this.value = new LinearValue(this.phi.length, hyperparameters.initialValue);
    this.layers = makeLayers(inputs, outputs, hyperparameters, random);
    for (const layer of this.layers) {
      if (hyperparameters.td === 'perNeuron')
        this.ownValues.push(new LinearValue(layer.x.length, hyperparameters.initialValue));
      if (hyperparameters.critic === 'original')
        this.original.push(new OriginalCritics(layer, hyperparameters.initialValue));
      else this.compatible.push(new CompatibleCritics(layer));
    }
    if (isPicture(observationSpace)) {
      const planes = planesOf(observationSpace.shape, 'local-critic');
      const meaning = 'where a blur changes what it prefers';
      const occlusion = new Occlusion(planes, (seen, size) => this.imagine(seen, size), meaning);
      this.attention = places => occlusion.look(this.observation as Uint8Array, places);
    }
  }

  /** What the last layer puts out: of choices, the largest is taken. */
  get preferences(): Float64Array {
    return this.layers[this.layers.length - 1].a;
  }

  /** What the last layer would put out for other observations. */
  private imagine(observations: Uint8Array, size: number): number[] {
    const length = observations.length / size;
    return Array.from({ length: size }, (_, i) => {
      const state: Float64Array = Float64Array.from(observations.subarray(i * length, (i + 1) * length));
      this.scale.apply(state);
      return [...this.layers.reduce((a, layer) => layer.peek(withBias(a)), state)];
    }).flat();
  }

  begin(observation: Observation): Actions {
    for (const { e } of [...this.layers, this.value, ...this.ownValues]) e.fill(0);
    for (const { eV, eA } of this.original) for (const e of [eV, eA]) e.fill(0);
    const state = this.see(observation);
    if (this.learning) this.phi.set(this.features.of(state));
    return this.decide(state);
  }

  step({ observation, reward, terminated }: Outcome): Actions {
    const state = this.see(observation);
    if (!this.learning) return this.decide(state);
    const nextPhi = this.features.of(state);
    this.learn(reward, terminated, state, nextPhi);
    this.phi.set(nextPhi);
    return this.decide(state);
  }

  private see(observation: Observation): Float64Array {
    this.observation = observation;
    this.state.set(observation);
    if (this.learning) this.scale.note(this.state);
    this.scale.apply(this.state);
    return this.state;
  }

  /** Every neuron draws its noise and passes its output on. */
  private decide(state: Float64Array): Actions {
    const noise = this.learning ? this.random : undefined;
    return this.act(this.layers.reduce((a, layer) => layer.forward(a, noise), state));
  }

  /** @param next s' @param nextPhi phi(s') */
  private learn(reward: number, terminated: boolean, next: Float64Array, nextPhi: Float64Array): void {
    const { options, value, phi, layers } = this;
    const { gamma, lambda, valueStep } = options;
    this.decisions++;

    const nextValue = terminated ? 0 : value.of(nextPhi);
    const delta = reward + gamma * nextValue - value.of(phi);
    this.meanError += 0.001 * (Math.abs(delta) - this.meanError);

    for (const layer of layers) layer.trace(gamma * lambda);
    for (const critics of this.compatible) critics.see();
    if (options.critic === 'original') this.learnOriginal(reward, terminated, nextValue, next);
    else this.learnCompatible(this.errors(delta, reward, terminated, next));

    value.trace(phi, gamma * lambda);
    value.learn((valueStep * delta) / product(phi, 0, phi));
  }

  /** The temporal-difference error that each layer hears: the global one, or its own. */
  private errors(delta: number, reward: number, terminated: boolean, next: Float64Array): number[] {
    const { layers, ownValues, options } = this;
    if (options.td === 'global') return layers.map(() => delta);
    const nextSeen = this.lookAhead(next);
    return layers.map((layer, l) => {
      const own = ownValues[l];
      const nextValue = terminated ? 0 : own.of(nextSeen[l].x);
      const error = reward + options.gamma * nextValue - own.of(layer.x);
      own.trace(layer.x, options.gamma * options.lambda);
      own.learn((options.valueStep * error) / layer.xx);
      return error;
    });
  }

  /** @param errors delta, as each layer hears it */
  private learnCompatible(errors: readonly number[]): void {
    const { layers, compatible, options } = this;
    const { joint, criticStep } = options;
    const squares = layers.map(layer => layer.xx);
    let [allAdvantages, allSquares] = [0, 0];
    if (joint) {
      for (const [l, layer] of layers.entries()) {
        for (let n = 0; n < layer.neurons; n++) {
          allAdvantages += compatible[l].advantage(n);
          allSquares += layer.uu(n, squares[l]);
        }
      }
    }
    for (const [l, layer] of layers.entries()) {
      if (!this.learnsIn(l)) continue;
      for (let n = 0; n < layer.neurons; n++) {
        const explained = joint ? allAdvantages : compatible[l].advantage(n);
        const uu = joint ? allSquares : layer.uu(n, squares[l]);
        if (options.actor !== 'perturbation') {
          compatible[l].learn(n, (criticStep * (errors[l] - explained)) / (uu + 0.1));
        }
        this.improve(l, n, squares[l], errors[l]);
      }
    }
  }

  private learnsIn(l: number): boolean {
    return this.options.learns === 'all' || l === this.layers.length - 1;
  }

  /**
   * A neuron's own policy step: W <- W + a_t step / rms_n.
   * @param xx |x|^2
   */
  private improve(l: number, n: number, xx: number, delta: number): void {
    const layer = this.layers[l];
    const { w, uw } = this.compatible[l];
    const { x, e, slope } = layer;
    const first = n * x.length;
    const { actor } = this.options;
    // u (u.w)
    if (actor === 'vanilla') layer.move(n, this.actorStep, slope[n] * uw[n], x, 0, xx);
    else {
      // natural: w;  perturbation: delta e_w
      const [size, rows] = actor === 'natural' ? [1, w] : [delta, e];
      layer.move(n, this.actorStep, size, rows, first, layer.rows.square(rows, n));
    }
  }

  /** The early code's rule: W <- W + a_t th_a f'(z) x / rms_n. Its target is its own Q^n at s', or V there. */
  private learnOriginal(reward: number, terminated: boolean, nextValue: number, next: Float64Array): void {
    const { layers, original, options } = this;
    const nextSeen = options.td === 'perNeuron' ? this.lookAhead(next) : undefined;
    for (const [l, layer] of layers.entries()) {
      if (!this.learnsIn(l)) continue;
      const critics = original[l];
      const { x, a, slope } = layer;
      const { xx } = layer;
      critics.trace(options.gamma * options.lambda);
      for (let n = 0; n < layer.neurons; n++) {
        const expected = nextSeen ? critics.value(n, nextSeen[l].x, nextSeen[l].a) : nextValue;
        const target = reward + (terminated ? 0 : options.gamma * expected);
        const error = target - critics.value(n, x, a);
        const gradient = critics.thetaA[n];
        critics.learn(n, (options.criticStep * error) / (xx + a[n] * a[n] + 0.1));
        layer.move(n, this.actorStep, gradient * slope[n], x, 0, xx);
      }
    }
  }

  /** What each layer would see and do in a state, with noise of its own. */
  private lookAhead(state: Float64Array): { x: Float64Array; a: Float64Array }[] {
    let a = state;
    return this.layers.map(layer => {
      const x = withBias(a);
      a = layer.peek(x, this.random);
      return { x, a };
    });
  }

  /** a_t */
  private get actorStep(): number {
    return actorStepAt(this.options, this.decisions);
  }

  metrics(): Record<string, number> {
    return { value: this.value.of(this.phi), meanAbsoluteError: this.meanError, actorStep: this.actorStep };
  }

  save(): Uint8Array {
    const { decisions, meanError, layers, scale } = this;
    const values: Saved = { format, decisions, meanError, steps: layers[0].steps, seen: scale.count };
    return pack(values, this.arrays());
  }

  load(state: Uint8Array): void {
    const { values, arrays } = unpack<Saved>(state);
    if (values.format !== format) throw new RangeError(`the agent's state is not in the form of ${format}`);
    const own = this.arrays();
    for (const [name, array] of Object.entries(own)) {
      if (arrays[name]?.length !== array.length) throw new RangeError('the agent has other layers');
      array.set(arrays[name]);
    }
    this.decisions = values.decisions;
    this.meanError = values.meanError;
    this.scale.count = values.seen;
    for (const layer of this.layers) layer.steps = values.steps;
  }

  /** Everything that decides the future, by name. */
  private arrays(): Arrays {
    const { scale, features, phi, value } = this;
    const { means, squares } = scale;
    const { weights, offsets } = features;
    const arrays: Arrays = { means, squares, weights, offsets, phi, v: value.v, ev: value.e };
    for (const [l, { W, e, meanSquare, x, mu, slope, xi, a }] of this.layers.entries()) {
      const parts = { W, e, meanSquare, x, mu, slope, xi, a };
      for (const [name, part] of Object.entries(parts)) arrays[`${name} ${l}`] = part;
    }
    for (const [l, { w }] of this.compatible.entries()) arrays[`w ${l}`] = w;
    for (const [l, { thetaV, thetaA, eV, eA }] of this.original.entries()) {
      for (const [name, part] of Object.entries({ thetaV, thetaA, eV, eA })) arrays[`${name} ${l}`] = part;
    }
    for (const [l, { v, e }] of this.ownValues.entries()) {
      arrays[`own v ${l}`] = v;
      arrays[`own e ${l}`] = e;
    }
    return arrays;
  }
}

/** The early code has a step of its own, and where there are no critics, none can explain the error together. */
function checkTogether({ critic, actor, joint }: LocalCriticHyperparameters): void {
  if (critic === 'original' && (actor !== 'vanilla' || joint)) {
    throw new UserError('critic=original has an actor step of its own: leave out actor and joint');
  }
  if (actor === 'perturbation' && joint) throw new UserError('actor=perturbation has no critics: leave out joint');
}

/** The policy: hidden layers of the sizes asked for, and a last one. */
export function makeLayers(
  inputs: number,
  outputs: number,
  { hidden, output, initialScale, hiddenNoise, outputNoise }: LocalCriticHyperparameters,
  random: Random,
): Layer[] {
  const sizes = String(hidden).split(',').filter(Boolean).map(Number);
  const before = [inputs, ...sizes];
  const layers = sizes.map((neurons, l) => {
    const initial = { weights: initialScale, biases: 0.3 };
    return new Layer({ inputs: before[l], neurons, activation: 'tanh', sigma: hiddenNoise, initial }, random);
  });
  const last = { inputs: before[sizes.length], neurons: outputs, activation: output, sigma: outputNoise };
  return [...layers, new Layer({ ...last, initial: { weights: 0.1, biases: 0 } }, random)];
}

/** Changes whenever saved states of before can no longer be read. */
const format = 'local-critic 2';

interface Saved {
  format: string;
  decisions: number;
  meanError: number;
  /** Steps in the running means of each layer. */
  steps: number;
  /** Observations in the inputs' scale. */
  seen: number;
}
