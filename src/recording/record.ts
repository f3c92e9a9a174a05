import { prepareAgent } from '../agents/index.ts';
import type { Agent } from '../agents/types.ts';
import { type ConsoleName, openRom } from '../ale/open.ts';
import { stateVersion } from '../ale/state.ts';
import { UserError } from '../errors.ts';
import { emulatorVersion } from '../evaluation/emulator.ts';
import { type EpisodeScore, episodeSeeds, playEpisode } from '../evaluation/evaluate.ts';
import type { Player } from '../evaluation/player.ts';
import type { Protocol } from '../evaluation/protocols.ts';
import { Random } from '../random.ts';
import { makeConfigured } from '../training/make-environment.ts';
import { version } from '../version.ts';
import { type ActionLog, type LogHeader, logPathOf, writeLog } from './action-log.ts';
import { Film, type FilmOptions, kindOf } from './film.ts';
import type { OverlayName } from './overlays.ts';
import { type FilmedEnvironment, filmEpisode } from './take.ts';

export interface RecordingOptions extends FilmOptions {
  protocol: Protocol;
  /** How many episodes the film shows. Default 1. */
  episodes?: number;
  /** So many are played first, and the film shows the best of them, the best first. Default: all that are played. */
  bestOf?: number;
  /** The episodes are those that `evaluate` plays with this seed. */
  seed: number;
  /** Default: our own. */
  console?: ConsoleName;
  onProgress?: (progress: RecordingProgress) => void;
  /** Aborted: complete the film with what was played so far. */
  signal?: AbortSignal;
}

export interface RecordingProgress {
  /** Looking for the best episodes, or filming. */
  phase: 'choosing' | 'filming';
  /** Number of the episode, from 0, among how many, and its frames so far. */
  episode: number;
  episodes: number;
  frames: number;
}

export interface Recording {
  film: string;
  contactSheet: string;
  /** What `replay` plays again. */
  actionLog: string;
  frames: number;
  /** Scores of the episodes that are in the film whole. */
  scores: number[];
  /** Stopped by the signal: what was to come after is missing. */
  interrupted: boolean;
}

/**
 * Films a player. Beside the film come a sheet of stills and a log of all actions.
 * @throws UserError where the player lacks what is to be shown, or something cannot be written; no half-written file
 *   stays behind
 */
export async function record(player: Player, options: RecordingOptions): Promise<Recording> {
  const { episodes = 1, bestOf = episodes, seed, overlays = [], sound = false, signal, onProgress } = options;
  checkNumbers(episodes, bestOf);
  kindOf(options.out);
  const console = options.console ?? 'openbrain';
  await prepareAgent(player.data.agent, player.data);
  const environment = makeConfigured(player.game, player.environment, console, sound);
  try {
    const random = new Random();
    // A console's actions are choices.
    const agent = player.create(environment, random) as Agent;
    checkOverlays(overlays, agent, player.name);
    const log: ActionLog = {
      header: headerOf(player, environment.actionMeanings, options.protocol, console),
      episodes: [],
    };
    const film = new Film(options, environment.screenHeight, environment.actionMeanings);
    try {
      const seeds = await chooseSeeds(agent, environment, random, { episodes, bestOf, seed, signal, onProgress });
      for (const [episode, episodeSeed] of seeds.entries()) {
        if (signal?.aborted) break;
        random.seed(episodeSeed);
        const taken = await filmEpisode(performer(agent), environment, film, {
          seed: episodeSeed,
          withAttention: overlays.includes('features'),
          withSound: sound,
          onFrames: frames => onProgress?.({ phase: 'filming', episode, episodes: seeds.length, frames }),
          signal,
        });
        log.episodes.push(taken);
      }
      return await complete(film, log, episodes);
    } catch (error) {
      await film.abandon();
      throw error;
    }
  } finally {
    environment.close();
  }
}

/** Puts film, log and stills under their names, in this order: where the disk becomes full, what was there first stays. */
export async function complete(film: Film, log: ActionLog, episodes: number): Promise<Recording> {
  if (film.frames === 0) throw new UserError('stopped before the first frame: nothing was recorded');
  await film.finish();
  const actionLog = logPathOf(film.path);
  writeLog(actionLog, log);
  await film.writeStills();
  const whole = log.episodes.filter(({ end }) => end !== 'stopped');
  return {
    film: film.path,
    contactSheet: film.contactSheet,
    actionLog,
    frames: film.frames,
    scores: whole.map(({ score }) => score),
    interrupted: whole.length < episodes,
  };
}

/** The seeds of the episodes to film. An episode depends on its seed only, so the best can be played once more. */
async function chooseSeeds(
  agent: Agent,
  environment: FilmedEnvironment,
  random: Random,
  { episodes, bestOf, seed, signal, onProgress }: Pick<RecordingOptions, 'signal' | 'onProgress'> & Chosen,
): Promise<number[]> {
  const seeds = episodeSeeds(seed, bestOf);
  if (bestOf === episodes) return seeds;
  const played: EpisodeScore[] = [];
  for (const [episode, episodeSeed] of seeds.entries()) {
    const onFrames = (frames: number) => onProgress?.({ phase: 'choosing', episode, episodes: bestOf, frames });
    const score = await playEpisode(agent, environment, random, { seed: episodeSeed, onFrames, signal });
    if (!score) break;
    played.push(score);
  }
  return played
    .sort((a, b) => b.return - a.return)
    .slice(0, episodes)
    .map(score => score.seed);
}

interface Chosen {
  episodes: number;
  bestOf: number;
  seed: number;
}

function checkNumbers(episodes: number, bestOf: number): void {
  if (episodes < 1) throw new UserError('a recording needs at least one episode');
  if (bestOf < episodes) {
    throw new UserError(`the best ${episodes} of ${bestOf} episodes: --best-of has to be at least --episodes`);
  }
}

function checkOverlays(overlays: readonly OverlayName[], agent: Agent, name: string): void {
  if (overlays.includes('q-values') && agent.values === undefined && agent.preferences === undefined) {
    throw new UserError(`${name} has no Q-values to show: leave q-values out of --overlay`);
  }
  if (overlays.includes('features') && agent.attention === undefined) {
    throw new UserError(`${name} cannot tell what it looks at: leave features out of --overlay`);
  }
}

function performer(agent: Agent) {
  agent.learning = false;
  return {
    get values() {
      return agent.values;
    },
    get preferences() {
      return agent.preferences;
    },
    attention: () => agent.attention!(),
    begin: (observation: Uint8Array) => agent.begin(observation),
    step: (outcome: Parameters<Agent['step']>[0]) => agent.step(outcome),
  };
}

function headerOf(player: Player, actions: readonly string[], protocol: Protocol, console: ConsoleName): LogHeader {
  const { run } = player;
  return {
    format: 'openbrain actions 1',
    openbrain: version,
    game: player.game,
    romMd5: openRom(player.game).rom.md5,
    console,
    emulator: emulatorVersion(console),
    stateVersion,
    protocol: protocol.name,
    environment: player.environment,
    actions: [...actions],
    agent: player.name,
    run: run ? { path: run.path, checkpoint: run.checkpoint, sha256: run.sha256, frames: run.frames } : null,
  };
}
