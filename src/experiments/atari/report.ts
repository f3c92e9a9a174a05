import { baselineOf, humanNormalised } from '../../evaluation/human-random.ts';
import { scoreEstimate, unitsOf } from '../../evaluation/leaderboard/estimate.ts';
import { learningCurve } from '../../evaluation/leaderboard/learning-curves.ts';
import { average } from '../../evaluation/statistics/aggregates.ts';
import { bootstrap } from '../../evaluation/statistics/bootstrap.ts';
import { markdownTable, type Report, type Row } from '../report.ts';
import { isFinished, outcomesAt, protocolName } from './job.ts';
import { type Arm, type Budget, budgetName, configOf, isSameBudget, type Job, learns, type Outcome } from './plan.ts';
import { type Bar, learningPlot, scorePlot } from './plots.ts';

/** What a study consists of. */
export interface Study {
  games: readonly string[];
  arms: readonly Arm[];
  seeds: readonly number[];
  budgets: readonly Budget[];
  episodes: number;
  jobs: readonly Job[];
  /** Jobs under way at the same time. */
  workers: number;
}

/** Whom the others are compared with: the first DQN, whatever its preset. */
function rivalIn({ arms }: Study): string | undefined {
  return arms.find(({ agent }) => agent === 'dqn')?.label;
}

interface Line {
  game: string;
  arm: string;
  budget: Budget;
  runs: readonly Outcome[];
  mean: number;
  interval?: readonly [number, number];
  /** Mean minus the rival's, and its interval. */
  ahead?: { by: number; interval?: readonly [number, number] };
  normalised?: number;
}

/** Everything that the runs of a study came to so far. */
export function atariReport(study: Study): Report {
  const outcomes = study.jobs.flatMap(job => outcomesAt(job, study.budgets));
  const rival = rivalIn(study);
  const lines = study.budgets.flatMap(budget =>
    study.games.flatMap(game => study.arms.flatMap(arm => lineOf(outcomes, game, arm.label, budget, rival) ?? [])),
  );
  const unfinished = study.jobs.filter(job => !isFinished(job, study.budgets));
  const plots = plotsOf(study, lines);
  const sections = study.budgets.map(
    budget =>
      `## At ${budgetName(budget)} a run\n\n${tableOf(
        lines.filter(line => isSameBudget(line.budget, budget)),
        rival,
      )}`,
  );
  const missing = unfinished.map(({ name }) => name).join(', ');
  return {
    title: 'Atari: agents with and without backpropagation at equal processor time and at equal frames',
    text: [
      introduction(study),
      ...(missing ? [`**Not finished: ${missing}.**`] : []),
      ...sections,
      ...picturesOf(study, plots),
    ].join('\n\n'),
    summary: [
      ...(missing ? [`not finished: ${missing}\n`] : []),
      ...sections.map(text => text.replace('## ', '')),
    ].join('\n\n'),
    result: { lines: lines.map(plain), unfinished: unfinished.map(({ name }) => name) },
    config: {
      experiment: 'atari',
      ...{ games: study.games, arms: study.arms, budgets: study.budgets, episodes: study.episodes },
      ...{ workers: study.workers, protocol: protocolName },
      runs: Object.fromEntries(
        study.arms.map(arm => {
          const job = study.jobs.find(candidate => candidate.arm === arm);
          return [arm.label, job && configOf(job, { frames: null, minutes: null })];
        }),
      ),
    },
    tables: { scores: scoresOf(outcomes), summary: lines.map(plain) },
    plots,
  };
}

function lineOf(
  outcomes: readonly Outcome[],
  game: string,
  arm: string,
  budget: Budget,
  rival: string | undefined,
): Line | undefined {
  const runsOf = (label: string): Outcome[] =>
    outcomes.filter(run => run.game === game && run.arm === label && isSameBudget(run.budget, budget));
  const runs = runsOf(arm);
  if (runs.length === 0) return undefined;
  const scored = asScores(runs);
  const { value: mean, interval } = scoreEstimate(scored);
  const others = rival === undefined || arm === rival ? [] : runsOf(rival);
  const baseline = baselineOf(game, 'wang2016');
  return {
    ...{ game, arm, budget, runs, mean, interval },
    ahead: others.length > 0 ? difference(unitsOf(scored), unitsOf(asScores(others))) : undefined,
    normalised: baseline && humanNormalised(mean, baseline),
  };
}

function asScores(runs: readonly Outcome[]): { episodes: number[]; frames: number }[] {
  return runs.map(({ returns, frames }) => ({ episodes: returns, frames }));
}

function difference(a: readonly number[], b: readonly number[]): NonNullable<Line['ahead']> {
  const by = average(a) - average(b);
  if (a.length < 2 || b.length < 2) return { by };
  const [interval] = bootstrap([[a], [b]], ([one], [other]) => [average(one) - average(other)]);
  return { by, interval };
}

function tableOf(lines: readonly Line[], rival: string | undefined): string {
  const headings = [
    'game',
    'agent',
    'mean score',
    ...(rival === undefined ? [] : [`ahead of ${rival}`]),
    'human-normalised',
    'frames',
    'CPU minutes',
    'wall minutes',
    'runs',
  ];
  const rows = lines.map(({ game, arm, mean, interval, ahead, normalised, runs }) => {
    const took = (key: 'frames' | 'cpuSeconds' | 'seconds'): number => average(runs.map(run => run[key]));
    return [
      ...[game, arm, withInterval(mean, interval)],
      ...(rival === undefined ? [] : [ahead ? withInterval(ahead.by, ahead.interval) : '']),
      normalised === undefined ? '' : `${(100 * normalised).toFixed(1)} %`,
      Math.round(took('frames')).toLocaleString('en-US'),
      (took('cpuSeconds') / 60).toFixed(1),
      (took('seconds') / 60).toFixed(1),
      String(runs.length),
    ];
  });
  return markdownTable(headings, rows);
}

function withInterval(value: number, interval?: readonly [number, number]): string {
  const digits = Math.abs(value) < 100 ? 1 : 0;
  return `${value.toFixed(digits)}${interval ? ` [${interval.map(end => end.toFixed(digits)).join(', ')}]` : ''}`;
}

function introduction({ seeds, episodes, arms, workers }: Study): string {
  const resampled =
    seeds.length > 1
      ? 'Intervals: 95 % bootstrap of the mean over runs.'
      : `One run each: the intervals (95 % bootstrap) are over the ${episodes} episodes of its evaluation and say nothing about how another training run would have ended.`;
  return `Each agent trains on each game, alone in a process of its own, until a budget is used up, and is then evaluated: ${episodes}
episodes under ${protocolName} (sticky actions 0.25), from seeds that served no other purpose. The same run, trained on, serves
every larger budget. Processor time is what the operating system counts for the process, all its threads together, evaluation left out;
on a machine that others use at the same time it is the fairer measure, and the wall clock stands beside it. Networks are
computed by WebAssembly with one thread. ${workers === 1 ? 'One run at a time.' : `${workers} runs at a time.`}

${resampled} Agents: ${arms.map(({ label }) => `\`${label}\``).join(', ')}, with the hyperparameters in config.json; random play needs no training.`;
}

function plotsOf(study: Study, lines: readonly Line[]): Report['plots'] {
  const plots: [string, Report['plots'][string]][] = [];
  for (const game of study.games) {
    const bars = lines
      .filter(line => line.game === game)
      .map(({ arm, budget, mean, interval }): Bar => ({ arm, budget, mean, interval }));
    if (bars.length === 0) continue;
    plots.push([`score-${game}`, theme => scorePlot(game, study.arms, study.budgets, bars, theme)]);
    for (const against of ['frames', 'cpuSeconds'] as const) {
      const curves = study.arms.filter(learns).map(({ label }) => {
        const jobs = study.jobs.filter(job => job.game === game && job.arm.label === label);
        const until = endOf(jobs, study.budgets, against);
        return {
          arm: label,
          points: learningCurve(
            jobs.map(({ folder }) => folder),
            { against, until },
          ),
        };
      });
      if (curves.every(({ points }) => points.length === 0)) continue;
      const chance = lines.find(line => line.game === game && line.arm === 'random')?.mean;
      const name = `learning-${game}-${against === 'frames' ? 'frames' : 'time'}`;
      plots.push([name, theme => learningPlot(game, against, curves, chance, theme)]);
    }
  }
  return Object.fromEntries(plots);
}

/** Where the runs stood at the study's last budget; without bound while one is still on its way. */
function endOf(jobs: readonly Job[], budgets: readonly Budget[], against: 'frames' | 'cpuSeconds'): number {
  if (!jobs.every(job => isFinished(job, budgets))) return Number.POSITIVE_INFINITY;
  return Math.max(...jobs.flatMap(job => outcomesAt(job, budgets)).map(outcome => outcome[against]));
}

function picturesOf({ games }: Study, plots: Report['plots']): string[] {
  const words: [string, (game: string) => string][] = [
    ['score-GAME', game => `mean scores on ${game} with intervals`],
    ['learning-GAME-time', game => `learning curves on ${game} against processor time`],
    ['learning-GAME-frames', game => `learning curves on ${game} against frames`],
  ];
  return games.flatMap(game => {
    const shown = words
      .map(([name, alt]) => ({ name: name.replace('GAME', game), alt: alt(game) }))
      .filter(({ name }) => name in plots);
    return shown.length > 0 ? [`## ${game}`, ...shown.map(({ name, alt }) => `![${alt}](${name}.svg)`)] : [];
  });
}

function plain({ game, arm, budget, runs, mean, interval, ahead, normalised }: Line): Row {
  return {
    ...{ game, agent: arm, budget: budget.unit, amount: budget.amount, runs: runs.length, mean },
    ...{ low: interval?.[0] ?? null, high: interval?.[1] ?? null },
    ...{
      aheadOfRival: ahead?.by ?? null,
      aheadLow: ahead?.interval?.[0] ?? null,
      aheadHigh: ahead?.interval?.[1] ?? null,
    },
    humanNormalised: normalised ?? null,
    frames: average(runs.map(run => run.frames)),
    cpuSeconds: average(runs.map(run => run.cpuSeconds)),
    seconds: average(runs.map(run => run.seconds)),
  };
}

function scoresOf(outcomes: readonly Outcome[]): Row[] {
  return outcomes.flatMap(({ game, arm, seed, budget, frames, cpuSeconds, seconds, returns }) =>
    returns.map((score, episode) => ({
      ...{
        game,
        agent: arm,
        seed,
        budget: budget.unit,
        amount: budget.amount,
        frames,
        cpuSeconds,
        seconds,
        episode,
        return: score,
      },
    })),
  );
}
