import { availableParallelism } from 'node:os';
import { didYouMean, UserError } from '../../errors.ts';
import type { AtariEnvironment } from '../atari.ts';
import { type GameSettings, gameSettings, type MakeOptions, make, wholeNumber } from '../make.ts';
import { Board, type BoardLayout } from './board.ts';
import { Crew } from './crew.ts';
import { AtariVectorEnvironment, type VectorDescription } from './environment.ts';
import { type Player, Players } from './players.ts';
import { seedProblem, spreadSeeds } from './seeds.ts';
import { autoresets, type VectorEnvironment, type VectorOptions } from './types.ts';

export {
  type Autoreset,
  autoresets,
  type VectorEnvironment,
  type VectorOptions,
  type VectorReset,
  type VectorResult,
} from './types.ts';

/**
 * Opens many environments that are stepped together, over threads.
 * @param games a game for all of them, or a list that is dealt out in turn; whatever `make` takes for a game
 * @throws UserError of one line for what `make` refuses, for numbers that make no sense, and for games whose
 *   observations differ in shape
 */
export function makeVec(games: string | readonly string[], options: VectorOptions = {}): VectorEnvironment {
  return openVector(games, options);
}

/** `makeVec`, with what only tests look at. */
export function openVector(games: string | readonly string[], options: VectorOptions = {}): AtariVectorEnvironment {
  const list = typeof games === 'string' ? [games] : games;
  if (list.length === 0) throw new UserError('no game: name at least one');
  const { autoreset = 'nextStep' } = options;
  if (!autoresets.includes(autoreset)) {
    throw new UserError(
      `unknown autoreset "${autoreset}": ${didYouMean(autoreset, autoresets) || autoresets.join(', ')}`,
    );
  }
  const environments = wholeNumber('environments', options.environments ?? list.length, 1);
  const batchSize = wholeNumber('batchSize', options.batchSize ?? environments, 1);
  if (batchSize > environments)
    throw new UserError(`batchSize: ${batchSize} is more than ${environments} environments`);
  const wanted = wholeNumber('threads', options.threads ?? availableParallelism(), 0);
  const threads = Math.min(wanted, environments);
  const seeds = spreadSeeds(environments, options.seed ?? 0, options.seeds)!;
  const problem = seedProblem(seeds, environments);
  if (problem) throw new UserError(problem);

  const models = new Map(list.map(game => [game, modelOf(game, options)]));
  const all = Array.from({ length: environments }, (_, id) => models.get(list[id % list.length])!);
  const { observationSpace } = all[0];
  const other = all.find(model => String(model.observationSpace.shape) !== String(observationSpace.shape));
  if (other) {
    const shapes = [all[0], other].map(
      ({ game, observationSpace }) => `${game}: ${observationSpace.shape.join(' x ')}`,
    );
    throw new UserError(`observations differ in shape (${shapes.join(', ')}): choose a pipeline that resizes`);
  }

  const layout: BoardLayout = {
    environments,
    threads,
    batchSize,
    observationBytes: observationSpace.shape.reduce((product, n) => product * n, 1),
    keepsFinals: autoreset === 'sameStep',
  };
  const description: VectorDescription = {
    autoreset,
    games: all.map(({ game }) => game),
    actionMeanings: all.map(({ actionMeanings }) => actionMeanings),
    singleObservationSpace: observationSpace,
  };
  const board = new Board(layout);
  const players: Player[] = all.map((_, id) => ({ id, settings: all[id].settings, seed: seeds[id] }));
  if (threads === 0) {
    return new AtariVectorEnvironment(board, { players: new Players(board, players, autoreset) }, description);
  }
  const crew = new Crew(
    board,
    Array.from({ length: threads }, (_, thread) => ({
      thread,
      layout,
      memory: board.memory,
      players: players.filter(({ id }) => id % threads === thread),
      autoreset,
    })),
  );
  if (board.failure !== undefined) {
    void crew.close();
    throw new Error(`the threads of the vector environment could not be started: ${board.failure}`);
  }
  return new AtariVectorEnvironment(board, { crew }, description);
}

/** What one environment of a game is like. */
interface Model extends Pick<AtariEnvironment, 'observationSpace' | 'actionMeanings'> {
  game: string;
  settings: GameSettings;
}

/** Making one also finds out, in this thread, whether it can be made. */
function modelOf(game: string, options: MakeOptions): Model {
  const settings = gameSettings(game, options);
  const environment = make(game, { ...options, console: 'openbrain' });
  const { observationSpace, actionMeanings } = environment;
  environment.close();
  return { game: environment.game.name, settings, observationSpace, actionMeanings };
}
