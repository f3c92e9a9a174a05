import { agentNamed } from '../agents/index.ts';
import type { Agent } from '../agents/types.ts';
import type { Environment } from '../env/types.ts';
import { UserError } from '../errors.ts';
import type { Protocol } from '../evaluation/protocols.ts';
import type { Random } from '../random.ts';
import { type EnvironmentConfig, environmentConfig } from '../training/config.ts';
import { loadTrainedAgent } from '../training/load-agent.ts';

/** Someone who can play a game: the agent of a run folder, or chance. */
export interface Player {
  name: string;
  game: string;
  run?: { path: string; checkpoint: string; frames: number };
  /** How the game is presented to it under the protocol. */
  environment: EnvironmentConfig;
  create(environment: Environment<Uint8Array>, random: Random): Agent;
}

export interface PlayerOptions {
  game?: string;
  checkpoint?: string;
  frameSkip?: number;
  protocol: Protocol;
}

/**
 * @param who a run folder or "random"
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

function randomPlayer({ game, frameSkip, protocol }: PlayerOptions): Player {
  if (game === undefined) throw new UserError('random plays any game: say which with --game');
  const definition = agentNamed('random');
  const { pipeline } = definition.environment;
  const { fullActionSpace } = protocol;
  const present = environmentConfig.parse({ pipeline, frameSkip: frameSkip ?? protocol.frameSkip, fullActionSpace });
  return {
    name: definition.name,
    game,
    environment: underProtocol(present, protocol),
    create: ({ observationSpace, actionSpace }, random) =>
      definition.create({ observationSpace, actions: actionSpace.n, hyperparameters: {}, random }),
  };
}

function trainedPlayer(path: string, { game, checkpoint, frameSkip, protocol }: PlayerOptions): Player {
  const trained = loadTrainedAgent(path, checkpoint);
  const { config } = trained;
  if (game !== undefined && game !== config.game)
    throw new UserError(`${path} was trained on ${config.game}, not ${game}`);
  const present = { ...config.environment, frameSkip: frameSkip ?? config.environment.frameSkip };
  return {
    name: config.agent,
    game: config.game,
    run: { path, checkpoint: trained.checkpoint, frames: trained.counters.frames },
    environment: underProtocol(present, protocol),
    create: (environment, random) => trained.create(environment, random),
  };
}

/** What the agent sees stays as in training; what makes the task harder or longer is the protocol's to say. */
function underProtocol(environment: EnvironmentConfig, protocol: Protocol): EnvironmentConfig {
  const { repeatActionProbability, maxFramesPerEpisode, noopMax } = protocol;
  return {
    ...environment,
    repeatActionProbability,
    maxFramesPerEpisode,
    noopMax,
    terminalOnLifeLoss: false,
    rewardClipping: false,
  };
}
