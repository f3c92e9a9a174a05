/** What the dashboard's server says to its page. Types only: both sides import them. */
import type { EnvironmentConfig, RunConfig } from '../training/config.ts';

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
  /** Mean returns of evaluations during the training: how many, the newest and the best; null before the first. */
  evaluations: { count: number; last: number; best: number } | null;
  /** What can be drawn as curves. */
  quantities: string[];
  /** Whether there is an agent that can play. */
  hasCheckpoint: boolean;
  /** Films and stills in the run folder: names below `/runs/<id>/`. */
  media: string[];
  /** When the picture `latest.png` of the training was taken, in milliseconds since 1970; null: there is none. */
  latestPicture: number | null;
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
  /** Of the quantity `return`: mean returns of evaluations during the training. */
  evaluations?: { frames: number[]; seconds: number[]; means: number[] };
}

/** Who can play in the page: the newest agent of a run, or a model that was exported. */
export interface PlayerSummary {
  /** Path of the folder below the runs folder, with forward slashes. */
  id: string;
  agent: string;
  game: string;
  romMd5: string | null;
  /** How it sees the game. */
  environment: EnvironmentConfig;
}

/** What the page needs to let it play. Sent as `pack(values, { agent })`. */
export interface PlayerValues extends PlayerSummary {
  hyperparameters: Record<string, unknown>;
}

/** A report with its title. `path` is below `/reports/`. */
export interface ReportSummary {
  title: string;
  path: string;
}

/** A number and, where there is anything to draw it from, its 95 % interval. */
export interface Measured {
  value: number;
  interval?: [number, number];
}

/** The standing under one protocol. */
export interface BoardTable {
  title: string;
  protocol: string;
  /** What `measured` says of each row: the score, or the interquartile mean of human-normalised scores. */
  measure: string;
  headings: string[];
  rows: BoardLine[];
  notes: string[];
}

export interface BoardLine {
  /** As `compare` wants to hear it. */
  name: string;
  label: string;
  isOwn: boolean;
  /** Played under the board's own protocol. */
  isComparable: boolean;
  /** A text for each heading. */
  cells: string[];
  measured?: Measured;
}

/** The leaderboard, and what it can be narrowed down to. */
export interface Leaderboard {
  boards: BoardTable[];
  /** Games and protocols that own agents were evaluated with. */
  games: string[];
  protocols: string[];
  /** Published agents. */
  published: { name: string; label: string }[];
}

/** A plot of the leaderboard, as SVG that follows the reader's light or dark. */
export interface LeaderboardPlot {
  name: string;
  svg: string;
}

/** Two agents, game by game. */
export interface ComparisonTable {
  a: string;
  b: string;
  /** Human-normalised where the game has been measured. */
  games: { game: string; a: number; b: number; normalisedA?: number; normalisedB?: number }[];
  /** Chance that A beats B on a game drawn at random. */
  probability: Measured;
  notes: string[];
}
