import type { PublishedAgent } from '../published.ts';
import { average } from '../statistics/aggregates.ts';
import type { StoredEvaluation } from '../store/store.ts';
import { groupBy } from './group-by.ts';

/** What one training run (or chance) scored in a game, episode by episode. */
export interface RunScores {
  /** Run folder; undefined for chance. */
  path?: string;
  episodes: number[];
  /** Training budget behind them. */
  frames: number;
  cpuSeconds?: number;
}

/** A line of a leaderboard before anything is computed: an agent and its runs, game by game. */
export interface Contestant {
  /** Own agents: the agent's name and, where there are several kinds of it, what tells them apart. */
  name: string;
  /** The agent, whatever its settings. */
  agent: string;
  label: string;
  kind: 'own' | 'published';
  /** Under which its scores were taken: one of our protocols, or the short name of a paper's conditions. */
  protocol: string;
  /** In what its evaluations differ from the protocol. */
  deviations: string[];
  /** Where the numbers come from: run folders, or the paper and the file they were read in. */
  source: string;
  paper?: string;
  /** Runs by game. Published agents have one "run" a game with one number: the mean that was printed. */
  games: ReadonlyMap<string, readonly RunScores[]>;
}

/** A published agent as a contestant. */
export function publishedContestant({
  name,
  label,
  protocol,
  paper,
  source,
  frames,
  scores,
}: PublishedAgent): Contestant {
  const games = new Map(Object.entries(scores).map(([game, score]) => [game, [{ episodes: [score], frames }]]));
  return { name, agent: name, label, kind: 'published', protocol, deviations: [], source, paper, games };
}

/**
 * Own agents, from what the store holds of one protocol. Runs of the same agent with the same settings are one
 * contestant; of every run the checkpoint trained longest counts, and of that the evaluation begun last.
 */
export function ownContestants(evaluations: readonly StoredEvaluation[]): Contestant[] {
  const kinds = groupBy(newestOfEachRun(evaluations), kindOf);
  return [...kinds.values()].map(members => {
    const first = members[0];
    const others = [...kinds.values()].filter(other => other[0].agent === first.agent).map(other => other[0]);
    const name = [first.agent, ...differences(first, others)].join(' ');
    const byGame = groupBy(members, ({ game }) => game);
    return {
      name,
      agent: first.agent,
      label: name,
      kind: 'own' as const,
      protocol: first.protocol.name,
      deviations: [...new Set(members.flatMap(({ deviations }) => deviations))],
      source: [...new Set(members.map(sourceOf))].join(', '),
      games: new Map([...byGame].map(([game, runs]) => [game, runs.map(runScores)])),
    };
  });
}

function runScores({ run, episodes }: StoredEvaluation): RunScores {
  return {
    path: run?.path,
    episodes: episodes.map(episode => episode.return),
    frames: run?.frames ?? 0,
    cpuSeconds: run ? run.cpuSeconds : 0,
  };
}

/** Mean score of a contestant in a game: runs count equally, however many episodes each has. */
export function meanScore(runs: readonly RunScores[]): number {
  return average(runs.map(({ episodes }) => average(episodes)));
}

function newestOfEachRun(evaluations: readonly StoredEvaluation[]): StoredEvaluation[] {
  const best = new Map<string, StoredEvaluation>();
  for (const evaluation of evaluations) {
    const place = JSON.stringify([evaluation.run?.path ?? kindOf(evaluation), evaluation.game, evaluation.console]);
    const other = best.get(place);
    const [frames, otherFrames] = [evaluation.run?.frames ?? 0, other?.run?.frames ?? 0];
    if (!other || frames > otherFrames || (frames === otherFrames && evaluation.id > other.id))
      best.set(place, evaluation);
  }
  return [...best.values()];
}

/** Everything that makes evaluations of the same agent comparable: settings, and how the game was presented. */
function kindOf(evaluation: StoredEvaluation): string {
  return JSON.stringify([evaluation.agent, settingsOf(evaluation)]);
}

function settingsOf({ hyperparameters, environment, console }: StoredEvaluation): Record<string, unknown> {
  // What the protocol decides is the same for all.
  const { pipeline, frameSkip, fullActionSpace, mode, difficulty } = environment;
  return { ...hyperparameters, pipeline, frameSkip, fullActionSpace, mode, difficulty, console };
}

/** The settings in which one kind differs from the others of its agent, as `key=value`. */
function differences(mine: StoredEvaluation, all: readonly StoredEvaluation[]): string[] {
  const settings = settingsOf(mine);
  const keys = new Set(all.flatMap(other => Object.keys(settingsOf(other))));
  return [...keys]
    .filter(key => all.some(other => JSON.stringify(settingsOf(other)[key]) !== JSON.stringify(settings[key])))
    .map(key => `${key}=${String(settings[key])}`);
}

function sourceOf({ run }: StoredEvaluation): string {
  return run ? run.path : 'played here';
}
