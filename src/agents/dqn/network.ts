/**
 * Networks from stacks of pictures to K numbers for each action: convolutions, one hidden layer, and a head (or two, of
 * value and advantages).
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Arrays } from '../../bytes.ts';
import { UserError } from '../../errors.ts';
import { convolution, dense, layerNorm } from '../../nn/layers.ts';
import type { Weights } from '../../nn/layers-model/network.ts';
import type { Random } from '../../random.ts';

export interface NetworkOptions {
  /** Height, width and channels of a picture. */
  picture: readonly [number, number, number];
  actions: number;
  /** K: numbers for each action. */
  outputs: number;
  torso: keyof typeof torsos;
  hidden: number;
  dueling: boolean;
  noisy: boolean;
  /** One bias for the values of all actions (K biases where an action has K outputs). Default false. */
  sharedBias?: boolean;
  /** What the gradient is multiplied by that enters the last convolution. Default 1. */
  torsoGradientScale?: number;
  /** Layer normalisation before every rectifier (Ba et al. 2016). Default false. */
  normalized?: boolean;
}

/** Convolutions, each followed by a rectifier: filters, their size, their step. */
export const torsos = {
  /** Mnih et al. (2015), methods, "model architecture". */
  nature: [
    { filters: 32, size: 8, stride: 4 },
    { filters: 64, size: 4, stride: 2 },
    { filters: 64, size: 3, stride: 1 },
  ],
  /** Mnih et al. (2013), arXiv:1312.5602, cut to pictures of half the size: for two cores and an hour. */
  compact: [
    { filters: 16, size: 4, stride: 2 },
    { filters: 32, size: 4, stride: 2 },
  ],
  /** Young & Tian (2019), arXiv:1903.03176 (MinAtar): for small pictures. */
  small: [{ filters: 16, size: 3, stride: 1 }],
} as const;

/** Start of a noisy weight's deviation, before division by the root of its inputs (Fortunato et al. 2018). */
const initialDeviation = 0.5;

/** A network's weights as arrays, in the order in which pictures pass them. */
export interface NetworkParts {
  options: NetworkOptions;
  convolutions: { filter: Weights; bias: Weights; stride: number; norm?: { scale: Weights; shift: Weights } }[];
  /** Of the actions; then, where the network is dueling, of the state's value. */
  streams: { hidden: DenseWeights; norm?: { scale: Weights; shift: Weights }; head: DenseWeights }[];
}

interface DenseWeights {
  weights: Weights;
  bias: Weights;
}

/** Scale and shift of a normalised layer. */
interface Norm {
  scale: tf.Variable;
  shift: tf.Variable;
}

let networks = 0;

export class QNetwork {
  readonly variables: tf.Variable[] = [];
  private readonly options: NetworkOptions;
  private readonly convolutions: { filter: tf.Variable; bias: tf.Variable; stride: number; norm?: Norm }[] = [];
  private readonly streams: { hidden: DenseLayer; norm?: Norm; head: DenseLayer }[];
  private readonly name = `q${networks++}`;

  /** @throws UserError where the pictures are too small for the convolutions */
  constructor(options: NetworkOptions, random: Random) {
    this.options = options;
    const { picture, torso, hidden, outputs, actions, dueling } = options;
    let [height, width, channels] = picture;
    for (const [i, { filters, size, stride }] of torsos[torso].entries()) {
      if (height < size || width < size) {
        const size = `${picture[0]} x ${picture[1]}`;
        throw new UserError(
          `pictures of ${size} are too small for the network "${torso}": network=small takes any from 3 x 3 on`,
        );
      }
      const inputs = size * size * channels;
      const filter = this.weights(`filter${i}`, [size, size, channels, filters], inputs, random);
      const bias = this.bias(`filter${i}/bias`, filters, inputs, random);
      this.convolutions.push({ filter, bias, stride, norm: this.norm(`filter${i}/norm`, filters) });
      [height, width, channels] = [out(height, size, stride), out(width, size, stride), filters];
    }
    const features = height * width * channels;
    // Without a stream for the state's value the one stream is of the actions.
    const heads = dueling ? [actions * outputs, outputs] : [actions * outputs];
    this.streams = heads.map((units, i) => ({
      hidden: this.layer(`stream${i}/hidden`, features, hidden, random),
      norm: this.norm(`stream${i}/hidden/norm`, hidden),
      head: this.layer(`stream${i}/head`, hidden, units, random, 1, i === 0 && options.sharedBias ? outputs : units),
    }));
  }

  /**
   * @param pictures [B, height, width, channels]
   * @returns [B, actions, K]
   */
  outputs(pictures: tf.Tensor4D): tf.Tensor3D {
    const { actions, outputs, torsoGradientScale = 1 } = this.options;
    let x = pictures;
    for (const { filter, bias, stride, norm } of this.convolutions) {
      const options = { stride, rectify: !norm };
      x = convolution(x, filter as unknown as tf.Tensor4D, bias as unknown as tf.Tensor1D, options);
      if (norm) x = normalize(x, norm);
    }
    const flat = tf.reshape(x, [x.shape[0], -1]) as tf.Tensor2D;
    const features = torsoGradientScale === 1 ? flat : withGradientScaled(flat, torsoGradientScale);
    const [advantages, value] = this.streams.map(({ hidden, norm, head }) => {
      const activations = hidden.apply(features, !norm);
      return head.apply(norm ? normalize(activations, norm) : activations, false);
    });
    const ofActions = tf.reshape(advantages, [-1, actions, outputs]) as tf.Tensor3D;
    if (!value) return ofActions;
    // Wang et al. (2016), equation 9: advantages count from their mean, so that the value is the state's.
    const centred = tf.sub(ofActions, tf.mean(ofActions, 1, true));
    return tf.add(tf.reshape(value, [-1, 1, outputs]), centred);
  }

  /** What it is made of, as arrays. Noisy layers give their means. */
  parts(): NetworkParts {
    const norm = (of: Norm | undefined) => of && { scale: arrayOf(of.scale), shift: arrayOf(of.shift) };
    return {
      options: this.options,
      convolutions: this.convolutions.map(layer => ({
        ...{ filter: arrayOf(layer.filter), bias: arrayOf(layer.bias), stride: layer.stride },
        norm: norm(layer.norm),
      })),
      streams: this.streams.map(stream => ({
        ...{ hidden: stream.hidden.means(), head: stream.head.means() },
        norm: norm(stream.norm),
      })),
    };
  }

  /** New noise for noisy layers; `undefined`: none, the weights' means alone. */
  setNoise(random: Random | undefined): void {
    for (const { hidden, head } of this.streams) {
      hidden.setNoise(random);
      head.setNoise(random);
    }
  }

  copyFrom(other: QNetwork): void {
    // Variables never change in place, so that two may share their data until one is assigned anew.
    for (const [i, variable] of this.variables.entries()) variable.assign(other.variables[i]);
  }

  save(): Arrays {
    return Object.fromEntries(this.variables.map((variable, i) => [`weights${i}`, variable.dataSync<'float32'>()]));
  }

  /** @throws RangeError where the weights are of another network */
  load(arrays: Arrays): void {
    for (const [i, variable] of this.variables.entries()) {
      const weights = arrays[`weights${i}`];
      if (weights?.length !== variable.size) throw new RangeError('the saved network has another shape');
      tf.tidy(() => variable.assign(tf.tensor(weights as Float32Array, variable.shape)));
    }
  }

  dispose(): void {
    this.setNoise(undefined);
    for (const variable of this.variables) variable.dispose();
  }

  /** @param biases where they are fewer than units, they serve these in turn */
  private layer(name: string, inputs: number, units: number, random: Random, gain = 2, biases = units): DenseLayer {
    const weights = this.weights(`${name}/weights`, [inputs, units], inputs, random, gain);
    const bias = this.bias(`${name}/bias`, biases, inputs, random);
    if (!this.options.noisy) return new DenseLayer(weights, bias);
    const deviation = initialDeviation / Math.sqrt(inputs);
    return new DenseLayer(weights, bias, {
      weights: this.variable(`${name}/weightsDeviation`, tf.fill([inputs, units], deviation)),
      bias: this.variable(`${name}/biasDeviation`, tf.fill([units], deviation)),
    });
  }

  private norm(name: string, units: number): Norm | undefined {
    if (!this.options.normalized) return undefined;
    return {
      scale: this.variable(`${name}/scale`, tf.ones([units])),
      shift: this.variable(`${name}/shift`, tf.zeros([units])),
    };
  }

  /** @param gain of normal weights: 2 in front of a rectifier, which stops half of what comes */
  private weights(name: string, shape: number[], inputs: number, random: Random, gain = 2): tf.Variable {
    if (!this.options.normalized) return this.uniform(name, shape, 1 / Math.sqrt(inputs), random);
    return this.normal(name, shape, Math.sqrt(gain / inputs), random);
  }

  private bias(name: string, units: number, inputs: number, random: Random): tf.Variable {
    if (!this.options.normalized) return this.uniform(name, [units], 1 / Math.sqrt(inputs), random);
    return this.variable(name, tf.zeros([units]));
  }

  /** Normal weights without those beyond two deviations (He et al. 2015, as Flax draws them). */
  private normal(name: string, shape: number[], deviation: number, random: Random): tf.Variable {
    const size = shape.reduce((product, n) => product * n, 1);
    const values = new Float32Array(size);
    for (let i = 0; i < size; ) {
      const x = random.normal();
      // What is left of a normal distribution between -2 and 2 has a deviation of 0.8796.
      if (Math.abs(x) < 2) values[i++] = (x * deviation) / 0.8796;
    }
    return this.variable(name, tf.tensor(values, shape));
  }

  /** Weights drawn evenly from -reach to reach: the root of the number of inputs, as Mnih et al. (2015) began. */
  private uniform(name: string, shape: number[], reach: number, random: Random): tf.Variable {
    const size = shape.reduce((product, n) => product * n, 1);
    const values = Float32Array.from({ length: size }, () => (2 * random.uniform() - 1) * reach);
    return this.variable(name, tf.tensor(values, shape));
  }

  private variable(name: string, start: tf.Tensor): tf.Variable {
    const variable = tf.variable(start, true, `${this.name}/${name}`);
    start.dispose();
    this.variables.push(variable);
    return variable;
  }
}

/**
 * A fully connected layer, or a noisy one: each weight is its mean plus its deviation times noise, and the noise of a
 * weight is f(p) f(q) with one p for each input and one q for each output (Fortunato et al. 2018, equations 9-11). So
 * the noisy part of the output is f(q) * ((x * f(p)) W' + b'), and no noisy weights need to be written down.
 */
class DenseLayer {
  private noise: { inputs: tf.Tensor2D; outputs: tf.Tensor2D } | undefined;

  constructor(
    private readonly weights: tf.Variable,
    private readonly bias: tf.Variable,
    private readonly deviation?: { weights: tf.Variable; bias: tf.Variable },
  ) {}

  apply(x: tf.Tensor2D, rectify: boolean): tf.Tensor2D {
    const bias = this.biasOfUnits();
    if (!this.noise || !this.deviation) return product(x, this.weights, bias, rectify);
    const { inputs, outputs } = this.noise;
    const mean = product(x, this.weights, bias, false);
    const deviation = tf.mul(outputs, product(tf.mul(x, inputs), this.deviation.weights, this.deviation.bias, false));
    const sum = tf.add(mean, deviation) as tf.Tensor2D;
    return rectify ? tf.relu(sum) : sum;
  }

  means(): DenseWeights {
    const [weights, { values }] = [arrayOf(this.weights), arrayOf(this.bias)];
    const units = this.weights.shape[1]!;
    const bias = Float32Array.from({ length: units }, (_, i) => values[i % values.length]);
    return { weights, bias: { shape: [units], values: bias } };
  }

  private biasOfUnits(): tf.Tensor {
    const [units, biases] = [this.weights.shape[1]!, this.bias.size];
    if (units === biases) return this.bias;
    return tf.reshape(tf.mul(tf.ones([units / biases, 1]), this.bias), [units]);
  }

  setNoise(random: Random | undefined): void {
    if (this.noise) tf.dispose(this.noise);
    this.noise = undefined;
    if (!random || !this.deviation) return;
    const [inputs, outputs] = this.weights.shape;
    this.noise = { inputs: noiseOf(inputs, random), outputs: noiseOf(outputs, random) };
  }
}

function arrayOf(variable: tf.Variable): Weights {
  return { shape: variable.shape, values: variable.dataSync<'float32'>().slice() };
}

/** x as it is, whose gradient comes back multiplied. */
function withGradientScaled<T extends tf.Tensor>(x: T, scale: number): T {
  const identity = tf.customGrad(x => ({
    value: tf.clone(x as tf.Tensor),
    gradFunc: (gradient: tf.Tensor) => tf.mul(gradient, scale),
  }));
  return identity(x) as T;
}

function product(x: tf.Tensor2D, weights: tf.Variable, bias: tf.Tensor, rectify: boolean): tf.Tensor2D {
  return dense(x, weights as unknown as tf.Tensor2D, bias as unknown as tf.Tensor1D, rectify);
}

function normalize<T extends tf.Tensor>(x: T, { scale, shift }: Norm): T {
  return layerNorm(x, scale as unknown as tf.Tensor1D, shift as unknown as tf.Tensor1D, true);
}

/** Normal noise through f(x) = sign(x) sqrt(|x|). */
function noiseOf(count: number, random: Random): tf.Tensor2D {
  const values = Float32Array.from({ length: count }, () => {
    const x = random.normal();
    return Math.sign(x) * Math.sqrt(Math.abs(x));
  });
  return tf.keep(tf.tensor2d(values, [1, count]));
}

function out(size: number, filter: number, stride: number): number {
  return Math.floor((size - filter) / stride) + 1;
}
