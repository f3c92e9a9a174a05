/**
 * Learning that goes on while the agent plays. An update is begun with a batch, and its result is taken in when the next
 * one is due, whether or not it has been there for long: so neither the number of threads nor their speed changes
 * anything, and a run can be stopped in between.
 */
import { pack, unpack } from '../../bytes.ts';
import { Random } from '../../random.ts';
import type { Actor } from './actor.ts';
import { DqnLearner, type LearnerSetup, type UpdateResult } from './learner.ts';
import type { QNetwork } from './network.ts';
import type { Batch } from './replay.ts';

/** A learner, in this thread or another. What it is told to do it does in order. */
export interface Place {
  /** Updates that have been begun. */
  readonly updates: number;
  /** @param noiseSeed of the noise of noisy layers */
  begin(batch: Batch, noiseSeed: number): void;
  /** Waits for the update that was begun. */
  wait(): UpdateResult;
  /** Gives a network the learner's weights as they are now; no update is under way. */
  copyTo(network: QNetwork): void;
  updateTarget(): void;
  save(): Uint8Array;
  load(state: Uint8Array): void;
}

/** @param seed of the first weights */
export type PlaceOf = (setup: Omit<LearnerSetup, 'random'>, seed: number) => Place;

/** The learner in this thread: an update is over when it has begun. */
export class Here implements Place {
  private readonly learner: DqnLearner;
  private result: UpdateResult | undefined;

  constructor(setup: LearnerSetup) {
    this.learner = new DqnLearner(setup);
  }

  get updates(): number {
    return this.learner.updates;
  }

  begin(batch: Batch, noiseSeed: number): void {
    this.result = this.learner.update(batch, new Random(noiseSeed));
  }

  wait(): UpdateResult {
    return this.result!;
  }

  copyTo(network: QNetwork): void {
    network.copyFrom(this.learner.online);
  }

  updateTarget(): void {
    this.learner.updateTarget();
  }

  save(): Uint8Array {
    return this.learner.save();
  }

  load(state: Uint8Array): void {
    this.learner.load(state);
  }
}

/** What came of an update, and the slots of its batch. */
export interface Finding extends UpdateResult {
  slots: Int32Array;
}

export class Study {
  /** Slots of the batch whose update was begun and not taken in. */
  private slots: Int32Array | undefined;
  /** What came of it, where that is known already. */
  private result: UpdateResult | undefined;

  constructor(
    private readonly place: Place,
    private readonly actor: Actor,
  ) {
    place.copyTo(actor.network);
  }

  get updates(): number {
    return this.place.updates;
  }

  begin(batch: Batch, noiseSeed: number): void {
    this.slots = batch.slots.slice();
    this.place.begin(batch, noiseSeed);
  }

  /** What came of the last update, which the actor's network takes over; undefined where that was taken in before. */
  takeIn(): Finding | undefined {
    const { slots } = this;
    if (!slots) return undefined;
    const result = this.result ?? this.place.wait();
    this.slots = undefined;
    this.result = undefined;
    this.place.copyTo(this.actor.network);
    return { ...result, slots };
  }

  /** The target network becomes what the online network is after all updates that were begun. */
  updateTarget(): void {
    this.place.updateTarget();
  }

  save(): Uint8Array {
    const { slots } = this;
    if (!slots) return pack({}, { learner: this.place.save() });
    this.result ??= this.place.wait();
    const { loss, meanValue, errors } = this.result;
    const acting = pack({}, this.actor.network.save());
    return pack({ loss, meanValue }, { learner: this.place.save(), acting, slots, errors });
  }

  load(state: Uint8Array): void {
    const { values, arrays } = unpack<{ loss: number; meanValue: number }>(state);
    const { learner, acting, slots, errors } = arrays;
    this.place.load(learner as Uint8Array);
    this.slots = undefined;
    this.result = undefined;
    this.place.copyTo(this.actor.network);
    if (!acting) return;
    this.actor.network.load(unpack(acting as Uint8Array).arrays);
    this.slots = slots as Int32Array;
    this.result = { ...values, errors: errors as Float32Array };
  }
}
