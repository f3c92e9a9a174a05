import type { Agent } from '../agents/types.ts';
import type { Environment } from '../env/types.ts';
import { UserError } from '../errors.ts';
import { derivedSeed, type Random } from '../random.ts';
import { Stills, writeContactSheet } from './contact-sheet.ts';
import { atariScale, VideoWriter } from './video.ts';

/** An environment that shows every emulated frame, those between two decisions included. */
export interface FilmedEnvironment extends Environment<Uint8Array> {
  readonly screenHeight: number;
  /** Called after every emulated frame of a step. */
  onFrame?: ((screen: Uint8Array) => void) | undefined;
  /** The current picture, height x 160 x 3, newly made. */
  screenRgb(): Uint8Array;
}

export interface RecordingOptions {
  episodes: number;
  seed: number;
  /** Path of the MP4. A contact sheet is put beside it, with the ending .png. */
  out: string;
  framesPerSecond?: number;
  onProgress?: (progress: { episode: number; frames: number; returns: readonly number[] }) => void;
  /** Aborted: complete the video with what was played so far. */
  signal?: AbortSignal;
}

export interface Recording {
  video: string;
  contactSheet: string;
  frames: number;
  /** Returns of the episodes that were played to their end. */
  returns: number[];
  /** Stopped by the signal: the last episode is not whole. */
  interrupted: boolean;
}

const screenWidth = 160;
const sliceMilliseconds = 50;

/**
 * Films an agent that plays without learning. Episode i is the one that `evaluate` plays from the same seed.
 * @param random the generator that the agent draws from
 * @throws UserError where the video cannot be written; nothing half-written stays behind
 */
export async function record(
  agent: Agent,
  environment: FilmedEnvironment,
  random: Random,
  { episodes, seed, out, framesPerSecond = 60, onProgress, signal }: RecordingOptions,
): Promise<Recording> {
  if (episodes < 1) throw new UserError('a recording needs at least one episode');
  const height = environment.screenHeight;
  const video = new VideoWriter(out, { width: screenWidth, height, framesPerSecond, scale: atariScale });
  const stills = new Stills();
  const pictures: Uint8Array[] = [];
  const returns: number[] = [];
  let frames = 0;
  let until = performance.now() + sliceMilliseconds;
  try {
    agent.learning = false;
    for (let episode = 0; episode < episodes && !signal?.aborted; episode++) {
      const episodeSeed = derivedSeed(seed, episode);
      random.seed(episodeSeed);
      environment.onFrame = undefined; // The console's start belongs to no episode.
      let outcome = { ...environment.reset({ seed: episodeSeed }), reward: 0, terminated: false, truncated: false };
      environment.onFrame = () => pictures.push(environment.screenRgb());
      let action = agent.begin(outcome.observation);
      let total = 0;
      while (!outcome.terminated && !outcome.truncated && !signal?.aborted) {
        outcome = environment.step(action);
        total += outcome.reward;
        action = agent.step(outcome);
        for (const picture of pictures) {
          stills.offer(picture);
          await video.write(picture);
        }
        frames += pictures.length;
        pictures.length = 0;
        if (performance.now() < until) continue;
        onProgress?.({ episode, frames, returns });
        // Ctrl-C arrives only between turns of the event loop.
        await new Promise(resolve => setImmediate(resolve));
        until = performance.now() + sliceMilliseconds;
      }
      if (outcome.terminated || outcome.truncated) returns.push(total);
    }
    if (frames === 0) throw new UserError('stopped before the first frame: nothing was recorded');
    await video.finish();
  } catch (error) {
    await video.abandon();
    throw error;
  } finally {
    environment.onFrame = undefined;
  }
  const contactSheet = `${out.replace(/\.mp4$/i, '')}.png`;
  await writeContactSheet(contactSheet, stills.spread(), screenWidth, height);
  return { video: out, contactSheet, frames, returns, interrupted: returns.length < episodes };
}
