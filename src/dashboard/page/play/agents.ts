/** Agents that play in the page. What a network computes with is loaded when one is asked for. */
import { dqn } from '../../../agents/dqn/index.ts';
import { hyperparametersOf } from '../../../agents/hyperparameters.ts';
import { linearCritic } from '../../../agents/linear-critic/index.ts';
import { localCritic } from '../../../agents/local-critic/index.ts';
import { pqn } from '../../../agents/pqn/index.ts';
import { random } from '../../../agents/random/index.ts';
import { streamingCells } from '../../../agents/streaming-cells/index.ts';
import type { Agent, AgentDefinition, AgentSetup } from '../../../agents/types.ts';
import { unpack } from '../../../bytes.ts';
import { type Pipeline, pipelines } from '../../../preprocess/pipelines.ts';
import type { RunSummary, TrainedAgentValues } from '../../api.ts';
import { fetchBytes } from '../dom.ts';

/** Someone to watch, and how the game was presented to it. */
export interface Opponent {
  /** Run id or 'random'. */
  name: string;
  pipeline: Pipeline;
  frameSkip: number;
  fullActionSpace: boolean;
  repeatActionProbability: number;
  create(setup: Omit<AgentSetup<unknown>, 'hyperparameters'>): Agent;
}

const playable: readonly AgentDefinition[] = [random, linearCritic, localCritic, streamingCells, dqn, pqn];

/** Whether the agent of a run can play here. */
export function canPlay({ config, hasCheckpoint }: RunSummary): boolean {
  return hasCheckpoint && playable.some(({ name }) => name === config.agent);
}

/** Chance, holding every action for four frames. */
export const randomOpponent: Opponent = {
  name: 'random',
  pipeline: pipelines[random.environment.pipeline],
  frameSkip: random.environment.frameSkip,
  fullActionSpace: false,
  repeatActionProbability: 0.25,
  create: setup => random.create({ ...setup, hyperparameters: {} }),
};

/**
 * Downloads the newest agent of a run.
 * @throws ServerError where it has none; RangeError where this version cannot read it
 */
export async function loadOpponent(run: string): Promise<Opponent> {
  const { values, arrays } = unpack<TrainedAgentValues>(await fetchBytes(`/api/agent?run=${encodeURIComponent(run)}`));
  const { config } = values;
  const definition = playable.find(({ name }) => name === config.agent);
  if (!definition) throw new RangeError(`${config.agent} does not play in a page`);
  await definition.prepare?.();
  const { pipeline, frameSkip, fullActionSpace, repeatActionProbability } = config.environment;
  return {
    name: run,
    pipeline: pipelines[pipeline],
    frameSkip,
    fullActionSpace,
    repeatActionProbability,
    create(setup) {
      const hyperparameters = hyperparametersOf(definition, config.hyperparameters);
      const agent = definition.create({ ...setup, hyperparameters });
      agent.load(arrays.agent as Uint8Array);
      return agent;
    },
  };
}
