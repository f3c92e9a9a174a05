import { openRom } from '../ale/open.ts';
import { stateVersion } from '../ale/state.ts';
import { UserError } from '../errors.ts';
import { emulatorVersion } from '../evaluation/emulator.ts';
import { makeConfigured } from '../training/make-environment.ts';
import { type ActionLog, type LoggedEpisode, type LogHeader, readLog } from './action-log.ts';
import { Film, type FilmOptions } from './film.ts';
import { complete, type Recording, type RecordingProgress } from './record.ts';
import { type Camera, filmEpisode, type Performer } from './take.ts';

export interface ReplayOptions extends Omit<FilmOptions, 'out'> {
  /** Path of a film of it, with stills and a log beside it. Default: it is played and checked only. */
  out?: string;
  /** Play it on another version of the emulator, too: the checksums tell whether that is the same. */
  onAnyEmulator?: boolean;
  onProgress?: (progress: RecordingProgress) => void;
  /** Aborted: stop, and complete the film with what was played so far. */
  signal?: AbortSignal;
}

export interface Replay {
  game: string;
  /** Frames that were played again, every one of which is as it was. */
  frames: number;
  scores: number[];
  interrupted: boolean;
  recording?: Recording;
}

/**
 * Plays a recording again from its action log, frame for frame, and holds every frame to the log's checksums.
 * @throws UserError of one line where the file is no log, ROM or emulator are others, or a frame differs
 */
export async function replay(path: string, options: ReplayOptions = {}): Promise<Replay> {
  const log = readLog(path);
  const { header } = log;
  checkConditions(header, path, options.onAnyEmulator ?? false);
  checkOverlays(options);
  const { out, sound = false, signal, onProgress } = options;
  const environment = makeConfigured(header.game, header.environment, header.console, sound);
  try {
    if (environment.actionMeanings.join() !== header.actions.join()) {
      throw new UserError(`${path}: its actions are ${header.actions.join(', ')}, not those of this ${header.game}`);
    }
    const film =
      out === undefined ? undefined : new Film({ ...options, out }, environment.screenHeight, header.actions);
    const counter = new FrameCounter();
    const again: ActionLog = { header, episodes: [] };
    try {
      for (const [episode, logged] of log.episodes.entries()) {
        if (signal?.aborted) break;
        const taken = await filmEpisode(actor(logged), environment, film ?? counter, {
          seed: logged.seed,
          withAttention: false,
          withSound: sound,
          onChecksum: checker(logged, path, episode),
          onFrames: frames => onProgress?.({ phase: 'filming', episode, episodes: log.episodes.length, frames }),
          signal,
        });
        if (!signal?.aborted) compare(taken, logged, path, episode);
        again.episodes.push(taken);
      }
      const frames = (film ?? counter).frames;
      const scores = again.episodes.map(({ score }) => score);
      const recording = film && (await complete(film, again, log.episodes.length));
      return { game: header.game, frames, scores, interrupted: signal?.aborted ?? false, recording };
    } catch (error) {
      await film?.abandon();
      throw error;
    }
  } finally {
    environment.close();
  }
}

/** Stands where a film would be. */
class FrameCounter implements Camera {
  frames = 0;

  async add(): Promise<void> {
    this.frames++;
  }
}

/** Does what the log says. */
function actor({ actions }: LoggedEpisode): Performer {
  let next = 0;
  return { begin: () => actions[next++], step: () => actions[next++] };
}

function checkConditions(header: LogHeader, path: string, onAnyEmulator: boolean): void {
  const { rom } = openRom(header.game);
  if (rom.md5 !== header.romMd5) {
    throw new UserError(
      `${path} was recorded with another ROM of ${header.game}: MD5 ${header.romMd5}, this one has ${rom.md5}`,
    );
  }
  const here = emulatorVersion(header.console);
  const isSame = here === header.emulator && header.stateVersion === stateVersion;
  if (!isSame && !onAnyEmulator) {
    throw new UserError(
      `${path} was recorded on ${header.emulator}, this is ${here}: --any-emulator tries it, and checks every frame`,
    );
  }
}

function checkOverlays({ overlays = [] }: ReplayOptions): void {
  const unknown = overlays.find(name => name === 'q-values' || name === 'features');
  if (unknown)
    throw new UserError(`a log holds what was done, not what was thought: leave ${unknown} out of --overlay`);
}

/** Compares checksums as they come. */
function checker({ checksums }: LoggedEpisode, path: string, episode: number) {
  const expected = new Map(checksums);
  return (frame: number, checksum: string): void => {
    const logged = expected.get(frame);
    if (logged === undefined || logged === checksum) return;
    throw new UserError(`${path}: episode ${episode + 1} differs from the recording by frame ${frame}`);
  };
}

/** Compares what the checksums of frames do not hold. */
function compare(taken: LoggedEpisode, logged: LoggedEpisode, path: string, episode: number): void {
  for (const what of ['startFrames', 'frames', 'score', 'end'] as const) {
    if (taken[what] === logged[what]) continue;
    throw new UserError(
      `${path}: episode ${episode + 1} differs from the recording: ${what} ${taken[what]}, not ${logged[what]}`,
    );
  }
  if (taken.checksums.length !== logged.checksums.length) {
    throw new UserError(`${path}: episode ${episode + 1} lacks checksums`);
  }
}
