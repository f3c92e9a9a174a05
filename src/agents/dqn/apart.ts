/** The learner in a thread of its own: Study's other place. Its other half is learner-thread.ts. */
import { trainingKernels } from '../../nn/backend.ts';
import { Apart } from '../../nn/threads/apart.ts';
import type { DqnHyperparameters } from './hyperparameters.ts';
import type { UpdateResult } from './learner.ts';
import type { QNetwork } from './network.ts';
import type { Batch } from './replay.ts';
import type { Place } from './study.ts';

export interface ThreadSetup {
  observation: readonly [number, number, number];
  actions: number;
  hyperparameters: DqnHyperparameters;
  /** Of the first weights. */
  seed: number;
  deterministic: boolean;
  /** Threads beside the learner's own and the one that plays. */
  helpers: number;
}

export type Request =
  | { ask: 'update'; batch: Batch; noiseSeed: number }
  | { ask: 'updateTarget' }
  | { ask: 'addresses' }
  | { ask: 'save' }
  | { ask: 'load'; state: Uint8Array };

export interface Reply {
  result?: UpdateResult;
  /** Where the weights of the online network lie in the thread's memory. */
  addresses?: number[];
  updates?: number;
  state?: Uint8Array;
}

export class LearnerApart implements Place {
  updates = 0;
  private readonly thread: Apart<Request, Reply>;
  private addresses: number[] = [];
  private result: UpdateResult | undefined;
  /** The batch, where both threads see it. */
  private shared: Batch | undefined;

  constructor(setup: ThreadSetup) {
    this.thread = new Apart('src/agents/dqn/learner-thread.js', setup);
    this.ask({ ask: 'addresses' });
  }

  begin(batch: Batch, noiseSeed: number): void {
    if (this.shared?.size !== batch.size) this.shared = sharedBatch(batch);
    copyBatch(batch, this.shared);
    this.updates++;
    this.thread.send({ ask: 'update', batch: this.shared, noiseSeed });
  }

  wait(): UpdateResult {
    this.settle();
    return this.result!;
  }

  copyTo(network: QNetwork): void {
    this.settle();
    const memory = this.thread.memory.buffer;
    for (const [i, variable] of network.variables.entries()) {
      trainingKernels()!.overwrite(variable, new Uint8Array(memory, this.addresses[i], 4 * variable.size));
    }
  }

  updateTarget(): void {
    this.thread.send({ ask: 'updateTarget' });
  }

  save(): Uint8Array {
    return this.ask({ ask: 'save' }).state!;
  }

  load(state: Uint8Array): void {
    this.ask({ ask: 'load', state });
  }

  private ask(request: Request): Reply {
    this.thread.send(request);
    return this.settle()!;
  }

  /** Waits for everything that was asked for. Returns the last answer. */
  private settle(): Reply | undefined {
    const replies = this.thread.settle();
    for (const { result, addresses, updates } of replies) {
      if (result) this.result = result;
      if (addresses) this.addresses = addresses;
      if (updates !== undefined) this.updates = updates;
    }
    return replies.at(-1);
  }

  /** Ends the thread as an accident would. For tests. */
  kill(): void {
    this.thread.kill();
  }
}

/** A batch of the same size in shared memory. */
function sharedBatch({ size, observations }: Batch): Batch {
  const [bytes, numbers] = [observations.length, 4 * size];
  return {
    size,
    observations: new Uint8Array(new SharedArrayBuffer(bytes)),
    nextObservations: new Uint8Array(new SharedArrayBuffer(bytes)),
    actions: new Int32Array(new SharedArrayBuffer(numbers)),
    rewards: new Float32Array(new SharedArrayBuffer(numbers)),
    discounts: new Float32Array(new SharedArrayBuffer(numbers)),
    weights: new Float32Array(new SharedArrayBuffer(numbers)),
    slots: new Int32Array(new SharedArrayBuffer(numbers)),
  };
}

function copyBatch(from: Batch, to: Batch): void {
  to.observations.set(from.observations);
  to.nextObservations.set(from.nextObservations);
  to.actions.set(from.actions);
  to.rewards.set(from.rewards);
  to.discounts.set(from.discounts);
  to.weights.set(from.weights);
}
