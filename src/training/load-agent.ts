import { createHash } from 'node:crypto';
import { createAgentFor, type Spaces } from '../agents/create.ts';
import { hyperparametersOf } from '../agents/hyperparameters.ts';
import { agentNamed } from '../agents/index.ts';
import type { Agent } from '../agents/types.ts';
import type { Action } from '../env/types.ts';
import { UserError } from '../errors.ts';
import type { Random } from '../random.ts';
import { loadCheckpoint, needOrigin } from './checkpoint.ts';
import type { RunConfig } from './config.ts';
import { openRunFolder } from './run-folder.ts';
import { type Counters, savedAgent } from './trainer.ts';

/** A trained agent as its run folder holds it. */
export interface TrainedAgent {
  readonly config: RunConfig;
  /** Path of the checkpoint it comes from, and how far training had come. */
  readonly checkpoint: string;
  readonly counters: Counters;
  /** SHA-256 of the checkpoint: the same for the same weights and counters, wherever the folder lies. */
  readonly sha256: string;
  /** Seconds of training, by the wall clock and by the processor's (which early checkpoints do not know). */
  readonly seconds: number;
  readonly cpuSeconds: number | undefined;
  /** What `Agent.save` returned. */
  readonly state: Uint8Array;
  /** Makes the agent for an environment like the one it was trained in. It plays and does not learn. `prepareAgent` comes before. */
  create(environment: Spaces, random: Random): Agent<Action>;
}

/**
 * Reads the agent of a run folder.
 * @param checkpoint file name of another checkpoint than the newest
 * @throws UserError where the folder is none or the checkpoint damaged
 */
export function loadTrainedAgent(path: string, checkpoint?: string): TrainedAgent {
  const { folder, config } = openRunFolder(path);
  const definition = agentNamed(config.agent);
  const hyperparameters = hyperparametersOf(definition, config.hyperparameters);
  const loaded = loadCheckpoint(folder.checkpoints, checkpoint);
  needOrigin(loaded, config);
  const { agent: state, counters } = savedAgent(loaded.trainer);
  return {
    config,
    checkpoint: loaded.path,
    counters,
    sha256: createHash('sha256').update(loaded.trainer).digest('hex'),
    seconds: loaded.seconds,
    cpuSeconds: loaded.cpuSeconds,
    state,
    create(spaces, random) {
      const agent = createAgentFor(definition, spaces, hyperparameters, random);
      loadInto(() => agent.load(state), loaded.path, config.openbrain);
      agent.learning = false;
      return agent;
    },
  };
}

/**
 * Loads a state that another version of openbrain may have written.
 * @throws UserError of one line where it no longer fits
 */
export function loadInto(load: () => void, checkpoint: string, openbrain: string): void {
  try {
    load();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(
      `${checkpoint} does not fit config.json or this version (${error.message}); openbrain ${openbrain} began the run`,
    );
  }
}
