import type { Attention } from '../agents/types.ts';
import type { Environment, Reset, Step } from '../env/types.ts';
import { FrameChecksums, type LoggedEpisode } from './action-log.ts';
import type { Moment } from './overlays.ts';

/** An environment that shows every emulated frame, those between two decisions included. */
export interface FilmedEnvironment extends Environment<Uint8Array> {
  readonly screenHeight: number;
  /** Called after every emulated frame of a step with its picture (palette indices). */
  onFrame?: ((screen: Uint8Array) => void) | undefined;
  /** The current picture, height x 160 x 3, newly made. */
  screenRgb(): Uint8Array;
  ram(): Uint8Array;
  /** 512 samples of the last frame. A view that the next step overwrites. */
  sound(): Uint8Array;
}

/** What takes the frames: a film. */
export interface Camera {
  readonly frames: number;
  add(moment: Moment, sound?: Uint8Array): Promise<void>;
}

/** Who plays: an agent, or a log of what one did. */
export interface Performer {
  readonly values?: ArrayLike<number>;
  readonly preferences?: ArrayLike<number>;
  attention?(): Attention;
  begin(observation: Uint8Array): number;
  /** @returns undefined where there is nothing more to do */
  step(outcome: Step<Uint8Array>): number | undefined;
}

export interface TakeOptions {
  seed: number;
  /** Asks the performer after every decision what it looked at. */
  withAttention: boolean;
  withSound: boolean;
  onChecksum?: (frame: number, checksum: string) => void;
  /** Called several times a second with the frames so far. */
  onFrames?: (frames: number) => void;
  /** Aborted: stop after the step under way. */
  signal?: AbortSignal;
}

const sliceMilliseconds = 50;

/**
 * Plays one episode before the camera. The console's start belongs to no episode and is not filmed.
 * @param camera takes every frame
 * @returns what was done, for the log
 */
export async function filmEpisode(
  performer: Performer,
  environment: FilmedEnvironment,
  camera: Camera,
  { seed, withAttention, withSound, onChecksum, onFrames, signal }: TakeOptions,
): Promise<LoggedEpisode> {
  const frames: { picture: Uint8Array; sound?: Uint8Array }[] = [];
  const checksums = new FrameChecksums();
  const actions: number[] = [];
  let played = 0;
  let [score, until] = [0, performance.now() + sliceMilliseconds];
  const report = (checksum: [number, string] | undefined): void => void (checksum && onChecksum?.(...checksum));

  environment.onFrame = undefined;
  const { observation, info }: Reset<Uint8Array> = environment.reset({ seed });
  let { lives } = info;
  environment.onFrame = screen => {
    report(checksums.add(screen, environment.ram()));
    frames.push({ picture: environment.screenRgb(), sound: withSound ? environment.sound().slice() : undefined });
  };
  try {
    let action: number | undefined = performer.begin(observation);
    let outcome: Step<Uint8Array> | undefined;
    while (action !== undefined && !outcome?.terminated && !outcome?.truncated && !signal?.aborted) {
      // What the performer thought has to be kept: its next decision overwrites it.
      const thoughts = {
        chosen: action,
        values: performer.values && Float64Array.from(performer.values),
        preferences: performer.preferences && Float64Array.from(performer.preferences),
        attention: withAttention ? performer.attention?.() : undefined,
      };
      actions.push(action);
      outcome = environment.step(action);
      action = performer.step(outcome);
      for (const [i, { picture, sound }] of frames.entries()) {
        // Rewards and lives are known at a step's end.
        if (i === frames.length - 1) [score, lives] = [score + outcome.reward, outcome.info.lives];
        await camera.add({ ...thoughts, picture, score, lives }, sound);
      }
      played += frames.length;
      frames.length = 0;
      if (performance.now() < until) continue;
      onFrames?.(played);
      // Ctrl-C arrives only between turns of the event loop.
      await new Promise(resolve => setImmediate(resolve));
      until = performance.now() + sliceMilliseconds;
    }
    report(checksums.end());
    const end = outcome?.terminated ? 'terminated' : outcome?.truncated ? 'truncated' : 'stopped';
    const counts = { startFrames: info.episodeFrameNumber, frames: played, score, end } as const;
    return { seed, ...counts, actions, checksums: checksums.all };
  } finally {
    environment.onFrame = undefined;
  }
}
