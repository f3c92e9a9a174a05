import { unpack } from '../../bytes.ts';
import { UserError } from '../../errors.ts';
import type { PlainNetwork } from '../../nn/layers-model/network.ts';
import { fromLayersModel } from '../../nn/layers-model/read.ts';
import { RunningNetwork } from '../../nn/layers-model/run.ts';
import type { Random } from '../../random.ts';
import { greedy, unsoundValues } from '../greedy.ts';
import { Occlusion } from '../occlusion.ts';
import { planesOf } from '../pictures.ts';
import type { Agent, AgentSetup, Attention, Observation, Outcome } from '../types.ts';

/** A type, not an interface: it is a record like any agent's hyperparameters. */
export type ModelHyperparameters = { evaluationEpsilon: number };

/** Plays greedily by the values of a network that was trained elsewhere. `load` gives it the network. */
export class ModelPlayer implements Agent {
  readonly values: Float32Array;
  private readonly picture: readonly [number, number, number];
  private readonly epsilon: number;
  private readonly random: Random;
  private readonly occlusion: Occlusion;
  private observation: Observation = new Uint8Array(0);
  private state: Uint8Array | undefined;
  private plain: PlainNetwork | undefined;
  private running: RunningNetwork | undefined;

  constructor({ observationSpace, actions, hyperparameters, random }: AgentSetup<ModelHyperparameters>) {
    const [planes, height, width] = planesOf(observationSpace.shape, 'model');
    this.picture = [height, width, planes];
    this.values = new Float32Array(actions);
    const evaluate = (seen: Uint8Array, size: number): Float32Array => this.loaded().values(seen, size);
    this.occlusion = new Occlusion([planes, height, width], evaluate, 'where a blur changes what it expects');
    this.epsilon = hyperparameters.evaluationEpsilon;
    this.random = random;
  }

  get learning(): boolean {
    return false;
  }

  set learning(learning: boolean) {
    if (learning) throw new UserError('a model plays and does not learn');
  }

  begin(observation: Observation): number {
    return this.choose(observation);
  }

  step({ observation, terminated, truncated }: Outcome): number {
    return terminated || truncated ? 0 : this.choose(observation);
  }

  private choose(observation: Observation): number {
    const { random, values } = this;
    this.observation = observation;
    if (random.chance(this.epsilon)) return random.integer(values.length);
    const found = this.loaded().values(observation as Uint8Array);
    if (found.length !== values.length) {
      throw new UserError(`the model has values for ${found.length} actions, and the game has ${values.length}`);
    }
    values.set(found);
    const action = greedy(values);
    if (action === undefined) throw unsoundValues();
    return action;
  }

  private loaded(): RunningNetwork {
    if (!this.running) throw new Error('model: load() comes before play');
    return this.running;
  }

  /** Call it before the environment's next step, which overwrites the picture. */
  attention(places?: number): Attention {
    return this.occlusion.look(this.observation as Uint8Array, places);
  }

  network(): PlainNetwork {
    if (!this.plain) throw new Error('model: load() comes before network()');
    return this.plain;
  }

  metrics(): Record<string, number> {
    return {};
  }

  save(): Uint8Array {
    if (!this.state) throw new Error('model: there is nothing to save before load()');
    return this.state;
  }

  load(state: Uint8Array): void {
    const { values: json, arrays } = unpack(state);
    const network = fromLayersModel(json, arrays.weights as Uint8Array);
    if (network.input.some((size, i) => size !== this.picture[i])) {
      const [sees, shown] = [network.input, this.picture].map(shape => shape.join(' x '));
      throw new RangeError(`it sees pictures of ${sees}, and the game shows ${shown}`);
    }
    this.running?.dispose();
    this.running = new RunningNetwork(network);
    this.plain = network;
    this.state = state;
  }
}
