import { pack, unpack } from '../../bytes.ts';
import { Random } from '../../random.ts';
import type { Action, Box, Environment, Info, Reset, Step } from '../types.ts';

/** What a step of a task comes to. */
export interface Consequence {
  reward: number;
  terminated: boolean;
}

/**
 * What small tasks have in common: seeds, counts, the cut after so many steps, and snapshots that go on exactly. A task
 * itself is three functions on its state: how it starts, how it advances, and what is seen of it.
 */
export abstract class ClassicEnvironment<
  Observation extends Uint8Array | Float32Array = Uint8Array | Float32Array,
  Actions extends Action = Action,
> implements Environment<Observation, Actions>
{
  abstract readonly observationSpace: Box;
  abstract readonly actionSpace: Environment<Observation, Actions>['actionSpace'];
  abstract readonly actionMeanings: readonly string[];
  /** Everything that decides the future but for the generator. */
  protected abstract readonly state: Float64Array;
  protected readonly random = new Random(0);
  private ended = true;
  private steps = 0;
  private allSteps = 0;

  /** @param stepLimit steps after which an episode is cut; 0 = never */
  constructor(readonly stepLimit: number) {}

  /** Puts `state` to the start of an episode. */
  protected abstract start(): void;
  /** Moves `state` on by a step. @throws RangeError for an action outside the space */
  protected abstract advance(action: Actions): Consequence;
  protected abstract observe(): Observation;

  /** Everything random starts over, with the next episode. */
  seed(seed: number): void {
    this.random.seed(seed);
  }

  reset({ seed }: { seed?: number } = {}): Reset<Observation> {
    if (seed !== undefined) this.seed(seed);
    this.start();
    this.steps = 0;
    this.ended = false;
    return { observation: this.observe(), info: this.info() };
  }

  step(action: Actions): Step<Observation> {
    if (this.ended) throw new Error('step after the end of an episode: reset first');
    const { reward, terminated } = this.advance(action);
    this.steps++;
    this.allSteps++;
    const truncated = !terminated && this.steps === this.stepLimit;
    this.ended = terminated || truncated;
    return { observation: this.observe(), reward, terminated, truncated, info: this.info() };
  }

  /** Where the environment stands, everything random included. */
  snapshot(): Uint8Array {
    const { ended, steps, allSteps } = this;
    return pack({ ended, steps, allSteps, random: this.random.save() }, { state: this.state });
  }

  /** @throws RangeError where it is no snapshot of the same task */
  restore(snapshot: Uint8Array): void {
    const { values, arrays } = unpack<Saved>(snapshot);
    if (arrays.state?.length !== this.state.length) throw new RangeError('a snapshot of another task');
    this.state.set(arrays.state);
    this.random.restore(values.random);
    this.ended = values.ended;
    this.steps = values.steps;
    this.allSteps = values.allSteps;
  }

  close(): void {}

  private info(): Info {
    return { lives: 0, episodeFrameNumber: this.steps, frameNumber: this.allSteps };
  }
}

interface Saved {
  ended: boolean;
  steps: number;
  allSteps: number;
  random: number[];
}

/** @throws RangeError where an action is none of the choices 0..n-1 */
export function checkChoice(action: number, n: number): void {
  if (!Number.isInteger(action) || action < 0 || action >= n) {
    throw new RangeError(`action ${action}: there are 0 to ${n - 1}`);
  }
}

/** @throws RangeError where an action is not so many finite numbers */
export function checkNumbers(action: Float32Array, count: number): void {
  if (action.length !== count || !action.every(Number.isFinite)) {
    throw new RangeError(`a continuous action is ${count === 1 ? 'one number' : `${count} numbers`}`);
  }
}
