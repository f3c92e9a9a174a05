import type { Random } from '../../random.ts';

/** What one layer did in one time step, noise included. */
export interface LayerTrace {
  /** Activities of the neurons before it, a 1 for the bias last. */
  inputs: Float64Array;
  /** f'(z) of each neuron. */
  slopes: Float64Array;
  /** xi of each neuron: its output was f(z) + sigma xi. */
  noise: Float64Array;
  /** f(z) of each neuron. */
  means: Float64Array;
  /** What each neuron sent on when it explored. */
  outputs: Float64Array;
}

/** A policy of tanh neurons in layers. Every neuron may add noise to its output, and the next layer sees it. */
export class Policy {
  /** Weights of layer l, neuron by neuron, the bias of each last. */
  readonly weights: readonly Float64Array[];
  /** What `act` and `explore` did last. */
  readonly trace: readonly LayerTrace[];
  /** Gradients by the inputs of each layer, where `backward` works. */
  private readonly byInputs: readonly Float64Array[];

  /** @param sizes numbers of state variables, of neurons in each hidden layer, of actions */
  constructor(
    readonly sizes: readonly number[],
    random: Random,
  ) {
    const layers = sizes.slice(1).map((neurons, l) => ({ neurons, inputs: sizes[l] }));
    this.weights = layers.map(({ neurons, inputs }) =>
      Float64Array.from({ length: neurons * (inputs + 1) }, (_, i) =>
        i % (inputs + 1) === inputs ? 0.3 * random.normal() : random.normal() / Math.sqrt(inputs),
      ),
    );
    this.trace = layers.map(({ neurons, inputs }) => ({
      inputs: new Float64Array(inputs + 1).fill(1),
      slopes: new Float64Array(neurons),
      noise: new Float64Array(neurons),
      means: new Float64Array(neurons),
      outputs: new Float64Array(neurons),
    }));
    this.byInputs = layers.map(({ inputs }) => new Float64Array(inputs));
  }

  /** mu(s). A view that the next call overwrites. */
  act(state: Float64Array): Float64Array {
    let activity = state;
    for (let l = 0; l < this.trace.length; l++) {
      this.forward(l, activity);
      activity = this.trace[l].means;
    }
    return activity;
  }

  /**
   * An action with noise in it.
   * @param sigma of each layer
   */
  explore(state: Float64Array, sigma: readonly number[], random: Random): Float64Array {
    let activity = state;
    for (let l = 0; l < this.trace.length; l++) {
      this.forward(l, activity);
      const { means, noise, outputs } = this.trace[l];
      for (let n = 0; n < means.length; n++) {
        noise[n] = random.normal();
        outputs[n] = means[n] + sigma[l] * noise[n];
      }
      activity = outputs;
    }
    return activity;
  }

  private forward(l: number, activity: Float64Array): void {
    const { inputs, slopes, means } = this.trace[l];
    const weights = this.weights[l];
    const count = inputs.length - 1;
    // A loop is quicker than `set` for arrays so short.
    for (let k = 0; k < count; k++) inputs[k] = activity[k];
    for (let n = 0, i = 0; n < means.length; n++) {
      let z = 0;
      for (let k = 0; k < count; k++) z += weights[i++] * inputs[k];
      z += weights[i++];
      means[n] = tanh(z);
      slopes[n] = 1 - means[n] * means[n];
    }
  }

  /**
   * Backpropagation through what `act` did last: the reference that the experiment compares with.
   * @param byAction gradient of something by the action
   * @param add receives layer, neuron and delta (the gradient by its z) of every neuron
   * @returns gradient by the state, a view that the next call overwrites
   */
  backward(byAction: Float64Array, add?: (layer: number, neuron: number, delta: number) => void): Float64Array {
    let byOutput = byAction;
    for (let l = this.trace.length - 1; l >= 0; l--) {
      const { inputs, slopes } = this.trace[l];
      const weights = this.weights[l];
      const count = inputs.length;
      const byInput = this.byInputs[l].fill(0);
      for (let n = 0; n < slopes.length; n++) {
        const delta = byOutput[n] * slopes[n];
        add?.(l, n, delta);
        for (let k = 0; k < count - 1; k++) byInput[k] += weights[n * count + k] * delta;
      }
      byOutput = byInput;
    }
    return byOutput;
  }
}

/** As Math.tanh but for the last digits, and several times as fast. */
function tanh(z: number): number {
  const e = Math.exp(-2 * Math.abs(z));
  return (Math.sign(z) * (1 - e)) / (1 + e);
}
