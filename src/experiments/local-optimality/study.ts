/**
 * Experiment 2 of "OpenBrain: Backpropagation Free RL" (Guss et al. 2016): does a network come to the best policy when
 * every neuron trains on its own Q^n? Against its own variants, and against learning that does send errors backwards.
 */
import { interquartileMean } from '../../evaluation/statistics/aggregates.ts';
import { bootstrap, type Interval } from '../../evaluation/statistics/bootstrap.ts';
import type { Memory } from '../memory.ts';
import { markdownTable, type Report } from '../report.ts';
import { type ArmName, armNames, arms } from './arms.ts';
import { doJobs } from './crew.ts';
import type { Job, JobResult } from './job.ts';
import { curvesPlot, outcomesPlot } from './plots.ts';
import { quickSteps, type StepSizes, trials, tuningSeeds } from './step-sizes.ts';
import { type TaskName, taskNames, tasks } from './tasks.ts';

export interface StudyOptions {
  seeds: readonly number[];
  /** CartPole only, five arms, step sizes as they were chosen before. */
  quick?: boolean;
  /** Of the full form. Default: all. */
  tasks?: readonly TaskName[];
  /** Threads that train. */
  threads: number;
  /** Called with the share that is done. */
  onProgress?: (done: number, what: string) => void;
  /** Where results are kept until the study is finished, so that one that was stopped can go on. */
  memory?: Memory<JobResult>;
}

/** What became of an arm on a task. */
export interface Outcome {
  task: TaskName;
  arm: ArmName;
  actorStep: number;
  criticStep: number;
  returns: readonly number[];
  iqm: number;
  interval: Interval;
  failed: number;
  curve: readonly { iqm: number; interval: Interval }[];
}

const quickArms = Object.keys(quickSteps) as (keyof typeof quickSteps)[];

/** Runs the experiment. */
export async function localOptimality(options: StudyOptions): Promise<Report> {
  const { seeds, quick = false, threads, onProgress, tasks: asked = taskNames, memory } = options;
  const known = memory?.recall({ tasks, arms }) ?? [];
  const perform = (jobs: readonly Job[], before: number, all: number, what: string): Promise<JobResult[]> =>
    doJobs(jobs, threads, known, (results, done) => {
      memory?.keep(results);
      onProgress?.((before + done) / all, what);
    });
  if (quick) {
    const jobs = quickArms.flatMap(arm =>
      seeds.map((seed): Job => ({ task: 'CartPole', arm, ...quickSteps[arm], seed })),
    );
    return reportOf(await perform(jobs, 0, jobs.length, 'CartPole'), [], options);
  }
  const pairs = asked.flatMap(task => armNames.map(arm => ({ task, arm })));
  const tuning = pairs.flatMap(pair =>
    trials.flatMap(steps => tuningSeeds.map((seed): Job => ({ ...pair, ...steps, seed }))),
  );
  const all = tuning.length + pairs.length * seeds.length;
  const tried = await perform(tuning, 0, all, 'choosing step sizes');
  const jobs = pairs.flatMap(pair =>
    seeds.map((seed): Job => ({ ...pair, ...bestSteps(tried, pair.task, pair.arm), seed })),
  );
  return reportOf(await perform(jobs, tuning.length, all, 'learning'), tried, options);
}

/** The pair with the best mean over the tuning seeds; of several alike, the one that learned soonest. */
function bestSteps(tried: readonly JobResult[], task: TaskName, arm: ArmName): StepSizes {
  const own = tried.filter(job => job.task === task && job.arm === arm);
  const scored = trials.map(steps => {
    const runs = own.filter(job => job.actorStep === steps.actorStep && job.criticStep === steps.criticStep);
    return { steps, end: mean(runs.map(returnOf)), way: mean(runs.map(({ curve }) => mean(curve))) };
  });
  return scored.reduce((best, each) =>
    each.end > best.end || (each.end === best.end && each.way > best.way) ? each : best,
  ).steps;
}

function reportOf(results: readonly JobResult[], tried: readonly JobResult[], { seeds, quick }: StudyOptions): Report {
  const outcomes = outcomesOf(results);
  const shown = [...new Set(outcomes.map(({ task }) => task))];
  const tableOf = (task: TaskName): string =>
    markdownTable(
      ['arm', 'a_t', 'a_w', 'IQM', '95 % interval', 'mean', 'worst seed', 'failed seeds'],
      outcomes
        .filter(outcome => outcome.task === task)
        .map(({ arm, actorStep, criticStep, iqm, interval, returns, failed }) => [
          arms[arm].label,
          String(actorStep),
          arm === 'perturbation' ? '' : String(criticStep),
          written(iqm),
          `${written(interval[0])} to ${written(interval[1])}`,
          written(mean(returns)),
          written(Math.min(...returns)),
          `${failed} of ${returns.length}`,
        ]),
    );
  const summary = shown
    .map(task => `${task}, greedy return after ${tasks[task].steps} steps, ${seeds.length} seeds\n\n${tableOf(task)}`)
    .join('\n\n');
  const sections = shown.map(
    task => `## ${task}

Best possible: ${tasks[task].best}. Failed: a greedy return below ${tasks[task].failedBelow}.

${tableOf(task)}

![interquartile means and seeds on ${task}](${task.toLowerCase()}-outcomes.svg)

![learning curves on ${task}](${task.toLowerCase()}-curves.svg)
`,
  );
  const how = quick ? quickly : tuning;
  return {
    title: `Local optimality: does a network learn when every neuron trains on its own critic?${quick ? ' (quick form)' : ''}`,
    text: `${introduction}\n\n${how}\n\n${sections.join('\n')}`,
    summary,
    result: quick ? { task: 'CartPole', arms: returnsByArm(outcomes) } : { tasks: outcomes },
    config: { experiment: 'local-optimality', quick: quick ?? false, seeds, tasks, arms, trials, tuningSeeds },
    tables: {
      returns: results.map(({ curve: _, ...row }) => ({ ...row })),
      curves: results.flatMap(({ task, arm, seed, curve }) =>
        curve.map((value, i) => ({
          task,
          arm,
          seed,
          steps: (tasks[task].steps * (i + 1)) / curve.length,
          return: value,
        })),
      ),
      ...(tried.length > 0 ? { tuning: tried.map(({ curve: _, ...row }) => ({ ...row })) } : {}),
    },
    plots: Object.fromEntries(
      shown.flatMap(task => {
        const own = outcomes.filter(outcome => outcome.task === task);
        return [
          [`${task.toLowerCase()}-outcomes`, (theme: 'light' | 'dark' | 'auto') => outcomesPlot(task, own, theme)],
          [`${task.toLowerCase()}-curves`, (theme: 'light' | 'dark' | 'auto') => curvesPlot(task, own, theme)],
        ];
      }),
    ),
  };
}

function outcomesOf(results: readonly JobResult[]): Outcome[] {
  const keys = [...new Set(results.map(({ task, arm }) => `${task}/${arm}`))];
  return keys.map(key => {
    const own = results.filter(({ task, arm }) => `${task}/${arm}` === key);
    const { task, arm, actorStep, criticStep } = own[0];
    const returns = own.map(returnOf);
    return {
      ...{ task, arm, actorStep, criticStep, returns, ...estimated(returns) },
      failed: returns.filter(value => value < tasks[task].failedBelow).length,
      curve: own[0].curve.map((_, i) =>
        estimated(
          own.map(({ curve }) => curve[i]),
          1000,
        ),
      ),
    };
  });
}

function estimated(values: readonly number[], resamples = 10_000): { iqm: number; interval: Interval } {
  const [interval] = bootstrap([[values]], scores => [interquartileMean(scores)], { resamples });
  return { iqm: interquartileMean([values]), interval };
}

function returnsByArm(outcomes: readonly Outcome[]): Record<string, unknown> {
  return Object.fromEntries(
    outcomes.map(({ arm, returns }) => [arm, { meanGreedyReturn: mean(returns), greedyReturns: returns }]),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const returnOf = ({ greedyReturn }: JobResult): number => greedyReturn;

function written(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(1) : value.toFixed(2);
}

const introduction = `Every arm has the same network (two hidden layers of 32 tanh neurons, the same initial weights for the same seed), the
same V (linear in the same 128 fixed random features), the same budget of steps and the same greedy evaluation: noise off,
the same episodes for all. They differ in how the network's weights change:

- **local critics** (the faithful form): every neuron, with noise of its own, has a linear compatible critic, and all hear one
  temporal-difference error. *Fitted together*: the critics share one residual. *Of each neuron's own*: every layer bootstraps
  from a V of what its neurons see.
- **early-code rule**: Qⁿ = v·x + θa and the step θ f′(z) x, noise on the outputs only, as in the authors' first program.
- **only the output layer learns**: hidden layers stay as they were drawn.
- **node perturbation**: W follows δ times the trace of ξu; no critic.
- **DPG**: one compatible critic for all weights, whose gradient goes back through the network: by backpropagation, or by
  fixed random feedback weights. Noise on the outputs only.`;

const tuning = `For every arm and task the step sizes of policy and critic were chosen among the same ${trials.length} pairs (a_t, a_w), by the mean greedy
return of two seeds (${tuningSeeds.join(', ')}) that no result below is taken from: ${trials
  .map(({ actorStep, criticStep }) => `(${actorStep}, ${criticStep})`)
  .join(', ')}. Everything else is the task's and the same for all; it was set by hand with the local critics
("global"), on CartPole and Catch on seeds 1000 to 1007.`;

const quickly =
  'Every arm takes the step sizes that the full study chose for it on CartPole, by seeds that are not among these.';
