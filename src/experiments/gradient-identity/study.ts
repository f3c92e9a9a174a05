/**
 * Experiment 1 of "OpenBrain: Backpropagation Free RL" (Guss et al. 2016): is grad_{W^(n)} Q^n(mu^n) the same as
 * (grad_W Q^mu(mu))^(n), the block of the true gradient that belongs to neuron n?
 */
import { average } from '../../evaluation/statistics/aggregates.ts';
import { bootstrap } from '../../evaluation/statistics/bootstrap.ts';
import type { Memory } from '../memory.ts';
import { markdownTable, type Report } from '../report.ts';
import { type Critic, critics, type Measurement, measure, type Setting } from './measure.ts';
import { basePlot, predictionPlot, sweepPlot } from './plots.ts';

/** The setting about which one thing at a time is varied. */
const usual: Setting = { width: 8, sigma: 0.1, samples: 30_000 };

const sweeps = {
  samples: [1000, 3000, 10_000, 30_000, 100_000],
  sigma: [0.03, 0.1, 0.3],
  width: [4, 8, 16, 32],
};

export type Sweep = keyof typeof sweeps;

/** What is varied, in words. */
export const sweepNames: Record<Sweep, string> = {
  samples: 'number of samples T',
  sigma: 'noise σ',
  width: 'neurons in each hidden layer',
};

export const layerNames = ['hidden layer 1', 'hidden layer 2', 'outputs'];

/** The critics that the quick form compares: those that somebody could have in practice. */
const quickCritics: readonly Critic[] = ['compatible', 'perNeuron', 'originalHiddenNoise', 'original'];
/** Those that are compared where σ and width are varied: the last one needs samples and references of its own. */
const sideCritics: readonly Critic[] = ['oracle', 'compatible', 'monteCarlo', 'perNeuron', 'originalHiddenNoise'];

export interface StudyOptions {
  seeds: readonly number[];
  /** Only the usual setting and the critics that somebody could have in practice. */
  quick?: boolean;
  /** T at the setting about which others are varied; default 30,000. */
  samples?: number;
  /** Called with the share that is done. */
  onProgress?: (done: number, what: string) => void;
  /** Where measurements are kept until the study is finished, so that one that was stopped can go on. */
  memory?: Memory<JobResult>;
}

/** What is measured for one seed in one setting, several T and critics included. */
interface Job {
  seed: number;
  setting: Omit<Setting, 'samples'> & { samples: readonly number[]; critics?: readonly Critic[] };
}

export interface JobResult {
  job: Job;
  measurements: Measurement[];
}

/** Runs the experiment. */
export async function gradientIdentity({
  seeds,
  quick = false,
  samples = usual.samples,
  onProgress,
  memory,
}: StudyOptions): Promise<Report> {
  const base = { ...usual, samples };
  const aside = [
    ...sweeps.sigma.filter(sigma => sigma !== base.sigma).map(sigma => ({ ...base, sigma })),
    ...sweeps.width.filter(width => width !== base.width).map(width => ({ ...base, width })),
  ].map(setting => ({ ...setting, samples: [setting.samples], critics: sideCritics }));
  const settings = quick
    ? [{ ...base, samples: [base.samples], critics: quickCritics }]
    : [{ ...base, samples: sweeps.samples }, ...aside];
  const jobs = seeds.flatMap(seed => settings.map((setting): Job => ({ seed, setting })));
  // A setting says everything about a job but for what the critics are.
  const known = new Map(
    memory?.recall(Object.keys(critics)).map(({ job, measurements }) => [JSON.stringify(job), measurements]),
  );
  const measurements: Measurement[] = [];
  for (const [i, job] of jobs.entries()) {
    const { seed, setting } = job;
    const kept = known.get(JSON.stringify(job));
    if (kept) {
      measurements.push(...kept);
      continue;
    }
    onProgress?.(i / jobs.length, `seed ${seed}, width ${setting.width}, σ ${setting.sigma}`);
    // Signals and progress have their turn.
    await new Promise(resolve => setImmediate(resolve));
    const found = measure(setting, seed, setting.critics);
    measurements.push(...found);
    memory?.keep([{ job, measurements: found }]);
  }
  return reportOf(measurements, seeds, quick, base);
}

function reportOf(
  measurements: readonly Measurement[],
  seeds: readonly number[],
  quick: boolean,
  base: Setting,
): Report {
  const shown = (Object.keys(critics) as Critic[]).filter(critic => measurements.some(row => row.critic === critic));
  const atBase = (critic: Critic): Estimated[] =>
    layerNames.map((_, l) => estimated(select(measurements, critic, l + 1, base)));
  const cosines = Object.fromEntries(shown.map(critic => [critic, atBase(critic).map(({ mean }) => round(mean))]));
  const lowest = Object.fromEntries(shown.map(critic => [critic, atBase(critic).map(({ least }) => round(least))]));
  const rows = shown.map(critic => [critics[critic], ...atBase(critic).map(inWords)]);
  const headings = ['critic', ...layerNames];
  const table = markdownTable(headings, rows);
  const conditions = `width ${base.width}, T = ${base.samples.toLocaleString('en-US')}, σ = ${base.sigma}, ${seeds.length} seeds`;
  const plots: Report['plots'] = quick
    ? {
        cosines: theme =>
          basePlot(
            shown.map(critic => ({ critic, layers: atBase(critic) })),
            conditions,
            theme,
          ),
      }
    : plotsOf(measurements, shown, base);
  return {
    title: `Gradient identity: what a neuron’s own critic tells it, against backpropagation${quick ? ' (quick form)' : ''}`,
    text: `${introduction}

## At ${conditions}

Mean cosine over seeds, 95 % bootstrap interval of that mean in brackets, and the worst seed.

${table}
${quick ? '\n![cosines of every critic, layer by layer](cosines.svg)' : pictures}`,
    summary: `cosine with the exact gradient, ${conditions}\n\n${table}`,
    result: { ...base, seeds, layers: layerNames, cosine: cosines, lowestOverSeeds: lowest },
    config: { experiment: 'gradient-identity', quick, base, sweeps: quick ? {} : sweeps },
    tables: { cosines: measurements.map(row => ({ ...row })) },
    plots,
  };
}

const introduction = `Every neuron n of a deterministic policy μ has a critic Qⁿ of its own. If the gradient of Qⁿ(μⁿ) by the neuron’s weights is the
block of the true gradient of Q^μ(μ) that belongs to the neuron, then learning from it climbs the same hill as
backpropagation, with nothing sent backwards. Measured here: the cosine between the two, layer by layer.

The policy is a network of tanh neurons with two hidden layers and random weights; the task is to bring two damped pendulums,
joined by a spring, to rest (4 state variables, 2 torques, quadratic costs, discount 0.9). The exact gradient is backpropagation
through the network of the gradient of Q^μ by the action, itself exact along the path that the policy takes from each state;
it is averaged over the states that the samples visited. Critics are fitted by least squares on all T samples (the end to which
a critic that learns step by step would come), so this is about what they can know, not about how fast they learn it.

- **compatible**: Aⁿ = ξ (f′(z) x)·w, fitted to one advantage that all neurons are told. Advantage by: the true Q (“oracle”);
  r + γV(s′) − V(s) with one quadratic V of the state by LSTD; the return minus that V (“Monte Carlo”).
- **a V of each neuron’s own**: the same, but every neuron bootstraps from a value that is linear in its own inputs.
- **early code**: Qⁿ = v·x + θa by TD(0) and the step θ f′(z) x, as in the authors’ first program; with noise in the outputs
  only, as it was, and with noise in every neuron.

The dashed curve and the last picture are a prediction from variance alone: cos = (1 + R)^(−1/2), R = Var(δ) / (T σ²) · Σ E|u|² / |g|².
What stays below it is bias.`;

const pictures = `
## What varies it

Bands are 95 % bootstrap intervals of the mean over seeds.

${(Object.keys(sweeps) as Sweep[])
  .map(
    sweep =>
      `### Against the ${sweepNames[sweep]}\n\n${layerNames
        .map((name, l) => `![cosine of ${name} against the ${sweepNames[sweep]}](${sweep}-layer-${l + 1}.svg)`)
        .join('\n\n')}`,
  )
  .join('\n\n')}

### Measured against predicted

![measured cosine against the cosine predicted from variance alone](prediction.svg)`;

function plotsOf(measurements: readonly Measurement[], shown: readonly Critic[], base: Setting): Report['plots'] {
  const all = (Object.keys(sweeps) as Sweep[]).flatMap(sweep =>
    layerNames.map((_, l): [string, Report['plots'][string]] => {
      const curves = shown
        .map(critic => ({
          critic,
          points: sweeps[sweep].flatMap(x => {
            const rows = select(measurements, critic, l + 1, { ...base, [sweep]: x });
            return rows.length > 0 ? [{ x, ...estimated(rows) }] : [];
          }),
        }))
        .filter(({ points }) => points.length > 1);
      return [`${sweep}-layer-${l + 1}`, theme => sweepPlot(sweep, l, curves, base, theme)];
    }),
  );
  return Object.fromEntries([...all, ['prediction', theme => predictionPlot(measurements, theme)]]);
}

/** Cosines of several seeds. */
export interface Estimated {
  mean: number;
  interval: readonly [number, number] | undefined;
  least: number;
  /** Mean of what was predicted. */
  predicted: number | undefined;
}

function estimated(rows: readonly Measurement[]): Estimated {
  const values = rows.map(row => row.cosine);
  const predictions = rows.flatMap(({ predicted }) => predicted ?? []);
  const [interval] = values.length > 1 ? bootstrap([[values]], ([drawn]) => [average(drawn)], { resamples: 2000 }) : [];
  return {
    mean: average(values),
    interval,
    least: Math.min(...values),
    predicted: predictions.length > 0 ? average(predictions) : undefined,
  };
}

function select(rows: readonly Measurement[], critic: Critic, layer: number, setting: Setting): Measurement[] {
  return rows.filter(
    row =>
      row.critic === critic &&
      row.layer === layer &&
      row.width === setting.width &&
      row.sigma === setting.sigma &&
      row.samples === setting.samples,
  );
}

function inWords({ mean, interval, least }: Estimated): string {
  const between = interval ? ` [${interval.map(end => end.toFixed(3)).join(', ')}], worst ${least.toFixed(3)}` : '';
  return `${mean.toFixed(3)}${between}`;
}

function round(value: number): number {
  return Math.round(1e4 * value) / 1e4;
}
