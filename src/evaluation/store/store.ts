import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type Database from 'libsql';
import type { ConsoleName } from '../../ale/open.ts';
import { openbrainHome } from '../../files.ts';
import type { EnvironmentConfig } from '../../training/config.ts';
import type { EpisodeScore } from '../evaluate.ts';
import { baselineOf, type Normalisation } from '../human-random.ts';
import type { PlayerRun } from '../player.ts';
import type { Protocol } from '../protocols.ts';
import { openDatabase, userErrorOf } from './database.ts';

/** Who played what, and under which conditions: what all episodes of an evaluation have in common. */
export interface EvaluationFacts {
  agent: string;
  game: string;
  protocol: Protocol;
  romMd5: string;
  emulator: string;
  console: ConsoleName;
  run?: PlayerRun;
  hyperparameters: Record<string, unknown>;
  environment: EnvironmentConfig;
  deviations: string[];
}

/** An evaluation as it was stored, with its episodes in the order of their seeds. */
export interface StoredEvaluation extends EvaluationFacts {
  id: number;
  normalisation?: { table: Normalisation; random: number; human: number };
  /** When it was begun, as ISO 8601. */
  created: string;
  episodes: EpisodeScore[];
}

/** Where scores are kept unless a person says otherwise. */
export function defaultStorePath(): string {
  return join(openbrainHome(), 'scores.db');
}

/**
 * Every score that was ever played, in one SQLite file. Several processes may use it at once. An episode is stored whole
 * or not at all, and once `add` has returned it outlives the process and the power.
 */
export class ScoreStore {
  private readonly db: Database.Database;
  private readonly path: string;

  /** @throws UserError of one line where the file is damaged, something else, or cannot be written */
  constructor(path = defaultStorePath()) {
    this.path = resolve(path);
    this.db = openDatabase(this.path);
  }

  /** Finds the evaluation or begins it. Returns its number. */
  begin(facts: EvaluationFacts): number {
    const { run } = facts;
    const baseline = baselineOf(facts.game);
    const columns = {
      key: keyOf(facts),
      agent: facts.agent,
      game: facts.game,
      protocol: facts.protocol.name,
      rom_md5: facts.romMd5,
      emulator: facts.emulator,
      console: facts.console,
      run_path: run ? resolve(run.path) : null,
      checkpoint: run?.checkpoint ?? null,
      checkpoint_sha256: run?.sha256 ?? null,
      training_seed: run?.seed ?? null,
      trained_frames: run?.frames ?? 0,
      trained_seconds: run?.seconds ?? null,
      trained_cpu_seconds: run?.cpuSeconds ?? null,
      hyperparameters: JSON.stringify(facts.hyperparameters),
      environment: JSON.stringify(facts.environment),
      conditions: JSON.stringify(facts.protocol),
      deviations: JSON.stringify(facts.deviations),
      normalisation: baseline ? 'wang2016' : null,
      random_score: baseline?.random ?? null,
      human_score: baseline?.human ?? null,
      created: new Date().toISOString(),
    };
    const names = Object.keys(columns);
    // A run folder may have been moved since: the newest place is the one to name.
    const sql = `INSERT INTO evaluations (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
      ON CONFLICT (key) DO UPDATE SET run_path = excluded.run_path, checkpoint = excluded.checkpoint`;
    return this.attempt(() => {
      this.db.prepare(sql).run(...Object.values(columns));
      const { id } = this.db.prepare('SELECT id FROM evaluations WHERE key = ?').get(columns.key) as { id: number };
      return id;
    });
  }

  /** Stores an episode; one of the same seed is replaced. */
  add(evaluation: number, { seed, return: score, frames, steps, truncated }: EpisodeScore): void {
    const values = [evaluation, seed, score, frames, steps, Number(truncated), new Date().toISOString()];
    const sql = 'INSERT OR REPLACE INTO episodes (evaluation, seed, score, frames, steps, truncated, played) VALUES';
    this.attempt(() => this.db.prepare(`${sql} (?, ?, ?, ?, ?, ?, ?)`).run(...values));
  }

  /** The episodes of an evaluation, by seed. */
  episodes(evaluation: number): EpisodeScore[] {
    const sql = 'SELECT seed, score, frames, steps, truncated FROM episodes WHERE evaluation = ? ORDER BY seed';
    const rows = this.attempt(() => this.db.prepare(sql).all(evaluation)) as EpisodeRow[];
    return rows.map(({ seed, score, frames, steps, truncated }) => ({
      seed,
      return: score,
      frames,
      steps,
      truncated: truncated === 1,
    }));
  }

  /** All evaluations that have episodes, in the order in which they were begun. */
  evaluations({ game, protocol }: { game?: string; protocol?: string } = {}): StoredEvaluation[] {
    const sql = `SELECT * FROM evaluations WHERE (?1 IS NULL OR game = ?1) AND (?2 IS NULL OR protocol = ?2)
      AND EXISTS (SELECT 1 FROM episodes WHERE evaluation = id) ORDER BY id`;
    const rows = this.attempt(() => this.db.prepare(sql).all(game ?? null, protocol ?? null)) as EvaluationRow[];
    return rows.map(row => ({ ...evaluationOf(row), episodes: this.episodes(row.id) }));
  }

  close(): void {
    // The library closes the file only when its statements are collected as garbage, and SQLite brings the log into the
    // file only when the last one closes: so it is done here. Another process at work will do it otherwise.
    this.attempt(() => this.db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all());
    this.db.close();
  }

  private attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw userErrorOf(error, this.path);
    }
  }
}

/** Digest of everything that decides a score but the seed. Where a run folder lies is no part of it. */
function keyOf({
  agent,
  game,
  protocol,
  romMd5,
  emulator,
  console,
  run,
  environment,
  hyperparameters,
}: EvaluationFacts) {
  const { epsilon } = protocol;
  const weights = run?.sha256 ?? null;
  const parts = [agent, weights, hyperparameters, game, romMd5, protocol.name, epsilon, environment, emulator, console];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

interface EpisodeRow {
  seed: number;
  score: number;
  frames: number;
  steps: number;
  truncated: number;
}

interface EvaluationRow {
  id: number;
  agent: string;
  game: string;
  rom_md5: string;
  emulator: string;
  console: ConsoleName;
  run_path: string | null;
  checkpoint: string | null;
  checkpoint_sha256: string | null;
  training_seed: number | null;
  trained_frames: number;
  trained_seconds: number | null;
  trained_cpu_seconds: number | null;
  hyperparameters: string;
  environment: string;
  conditions: string;
  deviations: string;
  normalisation: Normalisation | null;
  random_score: number | null;
  human_score: number | null;
  created: string;
}

function evaluationOf(row: EvaluationRow): Omit<StoredEvaluation, 'episodes'> {
  const { id, agent, game, emulator, console, created } = row;
  return {
    ...{ id, agent, game, emulator, console, created },
    romMd5: row.rom_md5,
    run: runOf(row),
    protocol: JSON.parse(row.conditions),
    hyperparameters: JSON.parse(row.hyperparameters),
    environment: JSON.parse(row.environment),
    deviations: JSON.parse(row.deviations),
    normalisation:
      row.normalisation === null
        ? undefined
        : { table: row.normalisation, random: row.random_score ?? 0, human: row.human_score ?? 0 },
  };
}

function runOf(row: EvaluationRow): PlayerRun | undefined {
  if (row.run_path === null) return undefined;
  return {
    path: row.run_path,
    checkpoint: row.checkpoint ?? '',
    sha256: row.checkpoint_sha256 ?? '',
    seed: row.training_seed ?? 0,
    frames: row.trained_frames,
    seconds: row.trained_seconds ?? 0,
    cpuSeconds: row.trained_cpu_seconds ?? undefined,
  };
}
