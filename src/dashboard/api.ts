/** What the dashboard's server says to its page. Types only: both sides import them. */
import type { RunConfig } from '../training/config.ts';

/** A run as lists show it. */
export interface RunSummary {
  /** Path of the run folder below the runs folder, with forward slashes. */
  id: string;
  config: RunConfig;
  /** How far training had come with the last checkpoint or finished episode. */
  frames: number;
  steps: number;
  episodes: number;
  /** Seconds of training so far. */
  seconds: number;
  framesPerSecond: number;
  stepsPerSecond: number;
  /** Mean return of the last 100 episodes; null before the first. */
  meanReturn: number | null;
  /** When the run last wrote something, in milliseconds since 1970. */
  writtenAt: number;
  /** What can be drawn as curves. */
  quantities: string[];
  /** Whether there is an agent that can play. */
  hasCheckpoint: boolean;
  /** Films and stills in the run folder: names below `/runs/<id>/`. */
  media: string[];
}

/** One quantity of one run, thinned to a number of points that a screen can show. */
export interface Curve {
  run: string;
  quantity: string;
  /** Emulator frames and seconds of training at the last episode of each point. */
  frames: number[];
  seconds: number[];
  /** Mean of the episodes that the point stands for. */
  values: number[];
  /** Mean of the last `window` episodes up to and with the last one of the point. */
  means: number[];
}

/** What the page needs to let a trained agent play. Sent as `pack(values, { agent })`. */
export interface TrainedAgentValues {
  config: RunConfig;
  /** Frames of training behind it. */
  frames: number;
}

/** A report with its title. `path` is below `/reports/`. */
export interface ReportSummary {
  title: string;
  path: string;
}
