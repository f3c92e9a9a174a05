import { createAgentFor, type Spaces } from '../agents/create.ts';
import { agentNamed } from '../agents/index.ts';
import type { Agent } from '../agents/types.ts';
import { classicTaskNamed } from '../env/classic/index.ts';
import type { Action } from '../env/types.ts';
import { UserError } from '../errors.ts';
import type { BackendName } from '../nn/choice.ts';
import type { Random } from '../random.ts';
import { type EnvironmentConfig, environmentConfig } from '../training/config.ts';
import { loadInto, loadTrainedAgent } from '../training/load-agent.ts';
import { deviationsFrom } from './deviations.ts';
import { exploring } from './exploring.ts';
import { isModelFolder, openModelFolder } from './model-folder.ts';
import type { Protocol } from './protocols.ts';

/** Where a trained player comes from, and what its training took. */
export interface PlayerRun {
  path: string;
  checkpoint: string;
  /** Of the checkpoint's content. */
  sha256: string;
  /** Seed of the training. */
  seed: number;
  /** Emulator frames of training. */
  frames: number;
  /** Seconds of training by the wall clock. */
  seconds: number;
  /** Seconds of processor time; unknown for checkpoints that did not count it. */
  cpuSeconds?: number;
}

/** What a thread needs to play as somebody: plain data, all of it. */
export interface PlayerData {
  agent: string;
  game: string;
  hyperparameters: Record<string, unknown>;
  /** What its networks are computed with; default: wasm. */
  backend?: BackendName;
  /** What training left, and how to call it where it no longer fits. */
  trained?: { state: Uint8Array; checkpoint: string; openbrain: string };
  /** How the game is presented under the protocol. */
  environment: EnvironmentConfig;
  /** Chance that an action is replaced by a random one. */
  epsilon: number;
}

/** Someone who can play a game: the agent of a run folder, or chance. */
export interface Player {
  name: string;
  game: string;
  run?: PlayerRun;
  environment: EnvironmentConfig;
  data: PlayerData;
  /** In what it differs from the protocol, in words. */
  deviations: string[];
  create(environment: Spaces, random: Random): Agent<Action>;
}

export interface PlayerOptions {
  game?: string;
  checkpoint?: string;
  frameSkip?: number;
  /** What networks are computed with; default: wasm. */
  backend?: BackendName;
  protocol: Protocol;
}

/**
 * @param who a run folder, the folder of an exported model, or "random"
 * @throws UserError
 */
export function playerNamed(who: string, options: PlayerOptions): Player {
  return playersNamed([who], options)[0];
}

/**
 * Several players of one game. Chance plays the game, and holds actions for as long, as the first trained one.
 * @throws UserError
 */
export function playersNamed(who: readonly string[], options: PlayerOptions): Player[] {
  const trained = who.map(name => (name === 'random' ? undefined : trainedPlayer(name, options)));
  const first = trained.find(player => player !== undefined);
  const common = {
    ...options,
    game: options.game ?? first?.game,
    frameSkip: options.frameSkip ?? first?.environment.frameSkip,
  };
  const players = trained.map(player => player ?? randomPlayer(common));
  const other = players.find(({ game }) => game !== players[0].game);
  if (other) throw new UserError(`${players[0].game} and ${other.game} are different games: evaluate them one by one`);
  return players;
}

/**
 * Makes the agent. It plays and does not learn. `prepareAgent` comes before.
 * @param random the generator that it draws from, exploration included
 * @throws UserError where what training left does not fit this version
 */
export function createAgent(
  { agent, hyperparameters, trained, epsilon }: PlayerData,
  spaces: Spaces,
  random: Random,
): Agent<Action> {
  const definition = agentNamed(agent);
  const created = createAgentFor(definition, spaces, hyperparameters, random);
  if (trained) loadInto(() => created.load(trained.state), trained.checkpoint, trained.openbrain);
  created.learning = false;
  const { actionSpace } = spaces;
  // Real numbers are not replaced by one choice among a few.
  return actionSpace.type === 'discrete' ? exploring(created, epsilon, actionSpace.n, random) : created;
}

function randomPlayer({ game, frameSkip, protocol }: PlayerOptions): Player {
  if (game === undefined) throw new UserError('random plays any game: say which with --game');
  const { name, environment } = agentNamed('random');
  const present = environmentConfig.parse({
    pipeline: environment.pipeline,
    frameSkip: frameSkip ?? protocol.frameSkip,
    fullActionSpace: protocol.fullActionSpace,
  });
  return player({ agent: name, game, hyperparameters: {}, environment: present, epsilon: protocol.epsilon }, protocol);
}

function trainedPlayer(path: string, options: PlayerOptions): Player {
  if (isModelFolder(path)) return modelPlayer(path, options);
  const { game, checkpoint, frameSkip, backend, protocol } = options;
  const { config, state, counters, ...trained } = loadTrainedAgent(path, checkpoint);
  if (game !== undefined && game !== config.game)
    throw new UserError(`${path} was trained on ${config.game}, not ${game}`);
  const { agent, hyperparameters, openbrain } = config;
  return player(
    {
      ...{ agent, game: config.game, hyperparameters, backend },
      trained: { state, checkpoint: trained.checkpoint, openbrain },
      environment: { ...config.environment, frameSkip: frameSkip ?? config.environment.frameSkip },
      epsilon: protocol.epsilon,
    },
    protocol,
    {
      path,
      checkpoint: trained.checkpoint,
      sha256: trained.sha256,
      seed: config.seed,
      frames: counters.frames,
      seconds: trained.seconds,
      cpuSeconds: trained.cpuSeconds,
    },
  );
}

/** The player of a model that was exported. */
function modelPlayer(path: string, { game, checkpoint, frameSkip, backend, protocol }: PlayerOptions): Player {
  if (checkpoint !== undefined) throw new UserError(`${path} is a model: it has no other checkpoint`);
  const { description, model, sha256, state } = openModelFolder(path);
  const { trained, environment, openbrain, evaluationEpsilon } = description;
  if (game !== undefined && game !== description.game)
    throw new UserError(`${path} was trained on ${description.game}, not ${game}`);
  const { seed, frames, seconds, cpuSeconds } = trained;
  return player(
    {
      ...{ agent: 'model', game: description.game, hyperparameters: { evaluationEpsilon }, backend },
      trained: { state, checkpoint: model, openbrain },
      environment: { ...environment, frameSkip: frameSkip ?? environment.frameSkip },
      epsilon: protocol.epsilon,
    },
    protocol,
    { path, checkpoint: model, sha256, seed, frames, seconds, cpuSeconds },
  );
}

function player(presented: PlayerData, protocol: Protocol, run?: PlayerRun): Player {
  const { agent: name, game } = presented;
  const isClassic = classicTaskNamed(game) !== undefined;
  const environment = isClassic ? presented.environment : underProtocol(presented.environment, protocol);
  const data = { ...presented, environment };
  const deviations = isClassic
    ? ['no console: the task’s own rules']
    : deviationsFrom(protocol, game, environment, run?.frames ?? 0);
  return {
    name,
    game,
    run,
    environment,
    data,
    deviations,
    create: (world, random) => createAgent(data, world, random),
  };
}

/** What the agent sees and can do stays as in training; what makes the task harder or longer is the protocol's to say. */
function underProtocol(environment: EnvironmentConfig, protocol: Protocol): EnvironmentConfig {
  const { repeatActionProbability, maxFramesPerEpisode, noopMax, terminalOnLifeLoss } = protocol;
  return {
    ...environment,
    repeatActionProbability,
    maxFramesPerEpisode,
    // The environment draws a number below its limit.
    noopMax: noopMax > 0 ? noopMax + 1 : 0,
    terminalOnLifeLoss,
    rewardClipping: false,
  };
}
