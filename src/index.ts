/**
 * openbrain: an Atari 2600 toolkit for reinforcement learning, its console exact to the Stella inside ale-py.
 *
 *     import { fetchRoms, make } from 'openbrain';
 *     await fetchRoms(['pong']);
 *     const environment = make('pong', { pipeline: 'dqn' });
 *     let { observation } = environment.reset({ seed: 1 });
 *     for (let step = 0; step < 100; step++) ({ observation } = environment.step(step % environment.actionSpace.n));
 *
 * `makeVec` opens many at once, over threads. What the command `openbrain` does, these functions do.
 */

// biome-ignore-all assist/source/organizeImports: grouped by what a reader looks for

// Environments
export { AtariEnvironment, type AtariOptions } from './env/atari.ts';
export { ContinuousAtariEnvironment } from './env/continuous.ts';
export { type GymnasiumId, gymnasiumIds } from './env/gymnasium-ids.ts';
export { type ContinuousOptions, type MakeOptions, make } from './env/make.ts';
export {
  type Agent as ParallelAgent,
  makeParallel,
  ParallelEnvironment,
  type ParallelOptions,
  type ParallelReset,
  type ParallelStep,
} from './env/parallel.ts';
export { twoPlayerGames } from './env/two-players.ts';
export type { Box, ContinuousBox, Discrete, Environment, Info, Reset, Space, Step } from './env/types.ts';
export {
  type Autoreset,
  makeVec,
  type VectorEnvironment,
  type VectorOptions,
  type VectorReset,
  type VectorResult,
} from './env/vector/index.ts';
export { type Pipeline, type PipelineName, pipelines } from './preprocess/pipelines.ts';

// Games and ROMs
export { fetchRoms, importRoms, listRoms, loadRom, type RomEntry, verifyRoms } from '../roms-fetch/index.ts';
export { type ActionName, actionNames } from './ale/actions.ts';
export type { GameDefinition } from './ale/game.ts';
export { gameNamed, games } from './ale/games/index.ts';

// The console, and ALE's interface to it
export { Console, Emulator, type Inputs } from '../emulator/console.ts';
export type { ConsoleProperties } from '../emulator/properties.ts';
export { AleEnvironment } from './ale/environment.ts';
export { type ConsoleName, openConsole } from './ale/open.ts';
export { type TraceLine, trace } from './ale/trace.ts';
export type { Ale, AleOptions } from './ale/types.ts';
export { type Difference, type Verification, type VerifyOptions, verify } from './ale/verify.ts';

// Agents and training
export { agentNamed, agents, prepareAgent } from './agents/index.ts';
export type { Agent, AgentDefinition, AgentSetup, Attention, Observation, Outcome } from './agents/types.ts';
export { type ObjectFeatureOptions, ObjectFeatures, type Tile } from './features/object-features.ts';
export type { WorkMemory } from './features/work-memory.ts';
export { type Availability, availabilityOf, type BackendName, type Compute, chooseBackend } from './nn/choice.ts';
export { Random } from './random.ts';
export type { RunConfig } from './training/config.ts';
export { loadTrainedAgent, type TrainedAgent } from './training/load-agent.ts';
export { type Progress, resumeRun, type SessionResult, startRun, type World } from './training/session.ts';
export { type Counters, type Episode, Trainer } from './training/trainer.ts';

// Evaluation
export { type EpisodeScore, type EvaluationOptions, evaluate } from './evaluation/evaluate.ts';
export { type EvaluationPlan, evaluatePlayer } from './evaluation/evaluation.ts';
export { humanNormalised } from './evaluation/human-random.ts';
export { type Board, type BoardRow, leaderboards } from './evaluation/leaderboard/board.ts';
export { exportModel, type ModelDescription, type ModelFolder, openModelFolder } from './evaluation/model-folder.ts';
export { type Player, playerNamed, playersNamed } from './evaluation/player.ts';
export { type Protocol, protocolNamed, protocols } from './evaluation/protocols.ts';
export { type PublishedAgent, publishedAgents } from './evaluation/published.ts';
export {
  interquartileMean,
  optimalityGap,
  performanceProfile,
  probabilityOfImprovement,
} from './evaluation/statistics/aggregates.ts';
export { bootstrap } from './evaluation/statistics/bootstrap.ts';
export { type Summary, summarise } from './evaluation/statistics.ts';
export { ScoreStore, type StoredEvaluation } from './evaluation/store/store.ts';

// Recording
export { Film, type FilmOptions } from './recording/film.ts';
export type { Moment, OverlayName } from './recording/overlays.ts';
export { type Recording, type RecordingOptions, record } from './recording/record.ts';
export { type Replay, type ReplayOptions, replay } from './recording/replay.ts';

// The dashboard, errors, the version
export { type Dashboard, type DashboardOptions, startDashboard } from './dashboard/index.ts';
export { examine, type Finding } from './doctor.ts';
export { UserError } from './errors.ts';
export { version } from './version.ts';
