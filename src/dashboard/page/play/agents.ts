/** Agents that play in the page. What a network computes with is loaded when one is asked for. */
import { dqn } from '../../../agents/dqn/index.ts';
import { hyperparametersOf } from '../../../agents/hyperparameters.ts';
import { linearCritic } from '../../../agents/linear-critic/index.ts';
import { localCritic } from '../../../agents/local-critic/index.ts';
import { model } from '../../../agents/model/index.ts';
import { pqn } from '../../../agents/pqn/index.ts';
import { random } from '../../../agents/random/index.ts';
import { streamingCells } from '../../../agents/streaming-cells/index.ts';
import type { Agent, AgentDefinition, AgentSetup } from '../../../agents/types.ts';
import { games, gameWithMd5 } from '../../../ale/games/index.ts';
import { unpack } from '../../../bytes.ts';
import { type Pipeline, pipelines } from '../../../preprocess/pipelines.ts';
import type { PlayerSummary, PlayerValues } from '../../api.ts';
import { fetchBytes } from '../dom.ts';

/** Someone to watch, and how the game was presented to it. */
export interface Opponent {
  /** Id of a run or a model, or 'random'. */
  name: string;
  pipeline: Pipeline;
  frameSkip: number;
  fullActionSpace: boolean;
  repeatActionProbability: number;
  create(setup: Omit<AgentSetup<unknown>, 'hyperparameters'>): Agent;
}

const playable: readonly AgentDefinition[] = [random, linearCritic, localCritic, streamingCells, dqn, pqn, model];

/** The game that somebody plays, known by its ROM where it was trained on a file. */
export function gameOf({ game, romMd5 }: Pick<PlayerSummary, 'game' | 'romMd5'>): string {
  return (romMd5 === null ? undefined : gameWithMd5(romMd5)?.name) ?? game;
}

/** Whether an agent can play here: not one of a task without a console. */
export function canPlay(player: Pick<PlayerSummary, 'agent' | 'game' | 'romMd5'>): boolean {
  return games.has(gameOf(player)) && playable.some(({ name }) => name === player.agent);
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
 * Downloads the newest agent of a run, or a model.
 * @throws ServerError where it has none; RangeError where this version cannot read it
 */
export async function loadOpponent(id: string): Promise<Opponent> {
  const { values, arrays } = unpack<PlayerValues>(await fetchBytes(`/api/player?id=${encodeURIComponent(id)}`));
  const definition = playable.find(({ name }) => name === values.agent);
  if (!definition) throw new RangeError(`${values.agent} does not play in a page`);
  await definition.prepare?.();
  const { pipeline, frameSkip, fullActionSpace, repeatActionProbability } = values.environment;
  return {
    name: id,
    pipeline: pipelines[pipeline],
    frameSkip,
    fullActionSpace,
    repeatActionProbability,
    create(setup) {
      const hyperparameters = hyperparametersOf(definition, values.hyperparameters);
      const agent = definition.create({ ...setup, hyperparameters, playsOnly: true });
      agent.load(arrays.agent as Uint8Array);
      return agent;
    },
  };
}
