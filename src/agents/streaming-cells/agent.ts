/**
 * Cells that learn by themselves, one above the other, from the stream of experience as it comes: no backpropagation through
 * layers, no replay, no batches, no target network. See `cell.ts` for what a cell does; here is what they do together.
 *
 * The first cell sees the world, each other the hidden layer of the one below. Q(s, a) is the mean of what the cells say.
 * Each learns from its own error, delta = r + gamma max_a' Q(s', a') - q(s, a), by Watkins' Q(lambda): traces are cut where a
 * random action other than the best was taken.
 */
import { type Arrays, pack, unpack } from '../../bytes.ts';
import type { Random } from '../../random.ts';
import { HeldAction } from '../held-action.ts';
import type { Agent, AgentSetup, Attention, Observation, Outcome } from '../types.ts';
import { Cell } from './cell.ts';
import type { StreamingCellsHyperparameters } from './hyperparameters.ts';
import type { MatricesArrays, MatricesValues } from './matrices.ts';
import { RewardScale } from './scaling.ts';
import { type Senses, sensesOf } from './senses.ts';

export class StreamingCells implements Agent {
  learning = true;
  /** Q(s, a) of the latest s. */
  readonly values: Float32Array;
  /** Call it before the environment's next step, which overwrites the picture. */
  readonly attention?: (places?: number) => Attention;

  private readonly actions: number;
  private readonly options: StreamingCellsHyperparameters;
  private readonly random: Random;
  private readonly senses: Senses;
  private readonly cells: readonly Cell[];
  private readonly rewards: RewardScale;
  /** What is about to be done in the state that the cells saw last. */
  private action = 0;
  /** Whether that action is one that Q holds for the best. */
  private isGreedy = true;
  private isFirst = true;
  /** What is done where chance decides. */
  private readonly held = new HeldAction();
  private decisions = 0;
  /** Running means of |delta| and alpha of the first cell, to watch. */
  private meanError = 0;
  private meanStep = 0;

  constructor({ observationSpace, actions, hyperparameters, random }: AgentSetup<StreamingCellsHyperparameters>) {
    const { cells, units, sparsity, gamma } = hyperparameters;
    this.actions = actions;
    this.options = hyperparameters;
    this.random = random;
    this.senses = sensesOf(observationSpace, hyperparameters);
    const { inputs, squareLength } = this.senses;
    this.cells = Array.from(
      { length: cells },
      // Every cell but the first sees the units below it and a 1.
      (_, l) =>
        new Cell({ ...(l === 0 ? { inputs, squareLength } : { inputs: units + 1 }), units, actions }, sparsity, random),
    );
    this.rewards = new RewardScale(gamma);
    this.values = new Float32Array(actions);
    const { look } = this.senses;
    if (look) this.attention = places => this.attend(look.bind(this.senses), places);
  }

  begin(observation: Observation): number {
    this.isFirst = true;
    this.held.left = 0;
    this.senses.forget();
    this.see(observation);
    this.think();
    return this.choose();
  }

  step({ observation, reward, terminated, truncated }: Outcome): number {
    if (this.learning) this.trace();
    const before = this.cells.map(({ values }) => values[this.action]);
    this.see(observation);
    this.think();
    if (this.learning) {
      const { gamma } = this.options;
      const future = terminated ? 0 : gamma * Math.max(...this.values);
      this.learn(this.rewards.scaled(reward, terminated || truncated) + future, before);
      this.think();
    }
    return this.choose();
  }

  /** e <- gamma lambda e + grad q_a(s) in every cell; before a random action, what led to it is forgotten. */
  private trace(): void {
    const { gamma, lambda } = this.options;
    const decay = this.isFirst || !this.isGreedy ? 0 : gamma * lambda;
    for (const cell of this.cells) cell.trace(this.action, decay);
    this.isFirst = false;
  }

  /** Every cell moves its own value of what was done towards the target. */
  private learn(target: number, before: readonly number[]): void {
    const { learningRate, kappa } = this.options;
    this.cells.forEach((cell, l) => {
      const delta = target - before[l];
      const alpha = cell.learn(delta, learningRate, kappa);
      if (l > 0) return;
      this.meanError += 0.001 * (Math.abs(delta) - this.meanError);
      this.meanStep += 0.001 * (alpha - this.meanStep);
    });
  }

  private see(observation: Observation): void {
    this.senses.see(observation, this.learning, this.cells[0].inputs);
  }

  /** From what the first cell sees to Q(s, .), upwards. */
  private think(): void {
    this.values.fill(0);
    this.cells.forEach((cell, l) => {
      cell.forward();
      for (let a = 0; a < this.actions; a++) this.values[a] += cell.values[a] / this.cells.length;
      const above = this.cells[l + 1]?.inputs;
      above?.set(cell.hidden);
      above?.fill(1, cell.hidden.length);
    });
  }

  /** Epsilon-greedy in Q(s, .), where an action by chance may be held for a while; ties are broken by chance. */
  private choose(): number {
    const { values, random } = this;
    const best = Math.max(...values);
    const epsilon = this.learning ? this.epsilon() : this.options.evaluationEpsilon;
    if (this.learning) this.decisions++;
    if (this.isByChance(epsilon)) this.action = this.byChance();
    else {
      const ties = values.reduce((count, value) => (value === best ? count + 1 : count), 0);
      let skip = ties > 1 ? random.integer(ties) : 0;
      this.action = values.findIndex(value => value === best && skip-- === 0);
    }
    this.isGreedy = values[this.action] === best;
    return this.action;
  }

  /** Either way it is so for a share epsilon of all decisions. */
  private isByChance(epsilon: number): boolean {
    if (!this.holds) return this.random.chance(epsilon);
    return this.held.left > 0 || this.random.chance(HeldAction.chanceToBegin(epsilon));
  }

  private byChance(): number {
    return this.holds ? this.held.next(this.actions, this.random) : this.random.integer(this.actions);
  }

  private get holds(): boolean {
    return this.learning && this.options.exploration === 'held';
  }

  private epsilon(): number {
    const { epsilonStart, epsilonEnd, epsilonSteps } = this.options;
    const passed = Math.min(1, this.decisions / epsilonSteps);
    return epsilonStart + passed * (epsilonEnd - epsilonStart);
  }

  /** Lets the cells think about what might have been seen, and at last again about what was. */
  private attend(look: NonNullable<Senses['look']>, places?: number): Attention {
    const { inputs } = this.cells[0];
    const seen = inputs.slice();
    const consider = (imagined: Float32Array): ArrayLike<number> => {
      inputs.set(imagined);
      this.think();
      return this.values;
    };
    const attention = look(seen, consider, this.action, places);
    consider(seen);
    return attention;
  }

  metrics(): Record<string, number> {
    return { epsilon: this.epsilon(), meanAbsoluteError: this.meanError, stepSize: this.meanStep };
  }

  save(): Uint8Array {
    const { action, isGreedy, isFirst, decisions, meanError, meanStep } = this;
    const { action: heldAction, left: heldFor } = this.held;
    const saved = this.cells.map(cell => cell.save());
    const values: Saved = {
      ...{ format, action, isGreedy, isFirst, decisions, meanError, meanStep, heldAction, heldFor },
      rewards: this.rewards.save(),
      cells: saved.map(cell => cell.values),
    };
    const arrays: Arrays = { inputs: this.cells[0].inputs, ...this.senses.save() };
    saved.forEach((cell, l) => {
      for (const [name, array] of Object.entries(cell.arrays)) arrays[`${name}${l}`] = array;
    });
    return pack(values, arrays);
  }

  load(state: Uint8Array): void {
    const { values, arrays } = unpack<Saved>(state);
    if (values.format !== format) throw new RangeError(`the agent's state is not in the form of ${format}`);
    if (values.cells.length !== this.cells.length) throw new RangeError('the state is of another number of cells');
    const { rewards, cells, heldAction = 0, heldFor = 0, format: _, ...counters } = values;
    Object.assign(this, counters);
    Object.assign(this.held, { action: heldAction, left: heldFor });
    this.rewards.load(rewards);
    cells.forEach((cell, l) => {
      const names = ['weights', 'traces', 'states', 'traced'];
      const own = Object.fromEntries(names.map(name => [name, arrays[`${name}${l}`]]));
      this.cells[l].load(cell, own as unknown as MatricesArrays);
    });
    this.senses.load(arrays);
    this.cells[0].inputs.set(arrays.inputs as Float32Array);
    // What the cells made of it follows.
    this.think();
  }
}

/** Changes whenever saved states of before can no longer be read. */
const format = 'streaming-cells 2';

interface Saved {
  format: string;
  action: number;
  isGreedy: boolean;
  isFirst: boolean;
  decisions: number;
  meanError: number;
  meanStep: number;
  /** Absent in states from before actions could be held. */
  heldAction?: number;
  heldFor?: number;
  rewards: number[];
  cells: MatricesValues[];
}
