import { Command } from 'commander';
import { gradientIdentity } from '../../experiments/gradient-identity/study.ts';
import { example } from '../example.ts';
import { conduct, type ExperimentOptions, experiment } from '../experiment.ts';

const gradient = experiment(
  'gradient-identity',
  'Is what a neuron’s own critic tells it the neuron’s part of the true gradient? Cosines with exact backpropagation',
)
  .addHelpText(
    'after',
    example(
      'openbrain experiment gradient-identity --quick --json',
      'openbrain experiment gradient-identity --seeds 5',
    ),
  )
  .action((options: ExperimentOptions) =>
    conduct('gradient-identity', options, async display => {
      const { quick, seeds = quick ? [0, 1, 2] : [0, 1, 2, 3, 4] } = options;
      return { seeds, report: await gradientIdentity({ seeds, quick, onProgress: display.update }) };
    }),
  );

/** `openbrain experiment …`: the studies behind the claims about learning without backpropagation. */
export const experimentCommand = new Command('experiment')
  .description('Run a study: measurements, plots, and a report with all that is needed to repeat it')
  .addCommand(gradient);
