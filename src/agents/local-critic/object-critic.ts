/**
 * Neurons that learn without a critic of their own (node perturbation) on object features: the first layer sees the features
 * of Blob-PROST (src/features/object-features.ts), the others the layer below. One temporal-difference error, from a V that is
 * linear in the same features, is heard by all; no error is propagated backwards.
 *
 *     delta = r + gamma V(s') - V(s)        e_w <- gamma lambda e_w + xi u        W <- W + a_t delta e_w / rms_n
 *
 * with rms_n the running root mean square of the length of delta e_w.
 * Rewards are divided by the size of the first that is not 0, which makes games alike.
 */
import { type Arrays, pack, unpack } from '../../bytes.ts';
import { UserError } from '../../errors.ts';
import { ObjectFeatures } from '../../features/object-features.ts';
import { stepsOf } from '../../features/tiles.ts';
import type { Random } from '../../random.ts';
import { attentionByLeavingOut, leadOf } from '../blob-attention.ts';
import type { Agent, AgentSetup, Attention, Observation, Outcome } from '../types.ts';
import { actorStepAt, type LocalCriticHyperparameters } from './hyperparameters.ts';
import { largest } from './largest.ts';
import { Layer, type LayerOptions, withBias } from './layer.ts';
import { SparseLayer } from './sparse-layer.ts';

export class ObjectCritic implements Agent {
  learning = true;
  first: SparseLayer;
  readonly layers: Layer[] = [];

  private readonly options: LocalCriticHyperparameters;
  private readonly random: Random;
  private readonly shape: readonly number[];
  private readonly sizes: readonly number[];
  private features: ObjectFeatures;
  /** The last picture, as it was given. */
  private screen: Uint8Array = new Uint8Array(0);
  /** V(s) of the state acted in, and |x|^2 there. */
  private value = 0;
  private xx = 1;
  private decisions = 0;
  private rewardUnit = 0;
  /** Running mean of |delta|, to watch. */
  private meanError = 0;

  /** @throws UserError for hyperparameters that object features do not go with */
  constructor({ observationSpace, actions, hyperparameters, random }: AgentSetup<LocalCriticHyperparameters>) {
    const { actor, critic, td, joint, hidden, output, hiddenNoise, outputNoise, initialScale } = hyperparameters;
    if (actor !== 'perturbation' || critic !== 'compatible' || td !== 'global' || joint) {
      throw new UserError('local-critic with input=objects learns by actor=perturbation, without critic, td and joint');
    }
    if (observationSpace.shape.length !== 2) {
      throw new UserError('local-critic with input=objects sees pictures of palette indices: --preset objects');
    }
    this.options = hyperparameters;
    this.random = random;
    this.shape = observationSpace.shape;
    this.sizes = [...String(hidden).split(',').filter(Boolean).map(Number), actions];
    this.features = this.newFeatures();
    this.first = this.newFirst();
    for (let l = 1; l < this.sizes.length; l++) {
      const isLast = l === this.sizes.length - 1;
      const shape = { inputs: this.sizes[l - 1], neurons: this.sizes[l] };
      const kind = isLast
        ? { activation: output, sigma: outputNoise, initial: { weights: 0.1, biases: 0 } }
        : { activation: 'tanh' as const, sigma: hiddenNoise, initial: { weights: initialScale, biases: 0.3 } };
      this.layers.push(new Layer({ ...shape, ...kind }, random));
    }
  }

  begin(observation: Observation): number {
    this.features.forget();
    this.first.forget();
    for (const { e } of this.layers) e.fill(0);
    this.see(observation);
    return this.decide();
  }

  step({ observation, reward, terminated }: Outcome): number {
    const scaled = this.scaled(reward);
    this.see(observation);
    if (this.learning) this.learn(scaled + (terminated ? 0 : this.options.gamma * this.first.value()) - this.value);
    return this.decide();
  }

  private see(observation: Observation): void {
    this.screen = observation as Uint8Array;
    this.features.see(this.screen, this.learning);
    this.first.see(this.features, this.learning ? this.random : undefined);
  }

  /** Every neuron draws its noise and passes its output on; while learning, what it did is traced. */
  private decide(): number {
    const { first, layers, options } = this;
    const noise = this.learning ? this.random : undefined;
    const a = layers.reduce((before: Float64Array, layer) => layer.forward(before, noise), first.forward(noise));
    if (this.learning) {
      for (const layer of [first, ...layers]) layer.trace(options.gamma * options.lambda);
      this.value = first.value();
      this.xx = first.xx;
    }
    return largest(a);
  }

  private learn(delta: number): void {
    const { first, layers, options } = this;
    this.decisions++;
    this.meanError += 0.001 * (Math.abs(delta) - this.meanError);
    const a_t = actorStepAt(options, this.decisions);
    for (const [l, layer] of layers.entries()) {
      if (options.learns === 'output' && l < layers.length - 1) continue;
      const { e, x, rows } = layer;
      // There, rms_n is of a step's numbers, here of its length.
      const each = a_t / Math.sqrt(x.length);
      for (let n = 0; n < layer.neurons; n++) layer.move(n, each, delta, e, n * x.length, rows.square(e, n));
    }
    if (options.learns === 'all' || layers.length === 0) first.improve(a_t, delta);
    first.learnValue((options.valueStep * delta) / this.xx);
  }

  private scaled(reward: number): number {
    if (this.learning && this.rewardUnit === 0) this.rewardUnit = Math.abs(reward);
    return this.rewardUnit === 0 ? 0 : reward / this.rewardUnit;
  }

  /** What the last layer puts out: the largest is taken. */
  get preferences(): Float64Array {
    return (this.layers.at(-1) ?? this.first).a;
  }

  /** Call it before the environment's next step, which overwrites the picture. */
  attention(): Attention {
    const { first, layers, features } = this;
    const chosen = largest(this.preferences);
    const z = first.sums();
    return attentionByLeavingOut(this.screen, features, missing => {
      const below = first.peek(features, z, missing);
      return leadOf(
        layers.reduce((a, layer) => layer.peek(withBias(a)), below),
        chosen,
      );
    });
  }

  metrics(): Record<string, number> {
    const { features, value, meanError, options, decisions } = this;
    return {
      ...{ groupsKnown: features.size, value, meanAbsoluteError: meanError },
      actorStep: actorStepAt(options, decisions),
    };
  }

  save(): Uint8Array {
    const { value, xx, decisions, rewardUnit, meanError, first } = this;
    const values: Saved = { format, value, xx, decisions, rewardUnit, meanError, steps: first.steps };
    const arrays: Arrays = { features: this.features.save(), ...this.upper() };
    for (const [name, array] of Object.entries(first.save())) arrays[`first ${name}`] = array;
    return pack(values, arrays);
  }

  load(state: Uint8Array): void {
    const { values, arrays } = unpack<Saved>(state);
    if (values.format !== format) throw new RangeError(`the agent's state is not in the form of ${format}`);
    const upper = this.upper();
    for (const [name, array] of Object.entries(upper)) {
      if (arrays[name]?.length !== array.length) throw new RangeError('the agent has other layers');
    }
    this.first = this.newFirst();
    const own = Object.keys(arrays).filter(name => name.startsWith('first '));
    const saved = Object.fromEntries(own.map(name => [name.slice('first '.length), arrays[name]]));
    this.first.load(saved as ReturnType<SparseLayer['save']>, values.steps);
    for (const [name, array] of Object.entries(upper)) array.set(arrays[name] as Float64Array);
    for (const layer of this.layers) layer.steps = values.steps;
    this.features = this.newFeatures();
    this.features.load(arrays.features as Uint8Array);
    const { value, xx, decisions, rewardUnit, meanError } = values;
    Object.assign(this, { value, xx, decisions, rewardUnit, meanError });
  }

  /** What decides the future of the layers above the first, by name. */
  private upper(): Record<string, Float64Array> {
    const arrays: Record<string, Float64Array> = {};
    for (const [l, { W, e, meanSquare, x, mu, slope, xi, a }] of this.layers.entries()) {
      for (const [name, part] of Object.entries({ W, e, meanSquare, x, mu, slope, xi, a }))
        arrays[`${name} ${l}`] = part;
    }
    return arrays;
  }

  private newFeatures(): ObjectFeatures {
    const [height, width] = this.shape;
    return new ObjectFeatures(width, height, { motionSteps: stepsOf(this.options.motionSteps) });
  }

  private newFirst(): SparseLayer {
    const { output, hiddenNoise, outputNoise, initialScale, initialValue } = this.options;
    const [neurons] = this.sizes;
    const isLast = this.sizes.length === 1;
    const kind: Pick<LayerOptions, 'activation' | 'sigma' | 'initial'> = isLast
      ? { activation: output, sigma: outputNoise, initial: { weights: 0.1, biases: 0 } }
      : { activation: 'tanh', sigma: hiddenNoise, initial: { weights: initialScale, biases: 0.3 } };
    return new SparseLayer({ inputs: 0, neurons, ...kind }, initialValue);
  }
}

/** Changes whenever saved states of before can no longer be read. */
const format = 'local-critic objects 2';

interface Saved {
  format: string;
  value: number;
  xx: number;
  decisions: number;
  rewardUnit: number;
  meanError: number;
  steps: number;
}
