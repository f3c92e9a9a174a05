import { Command } from 'commander';

/** `openbrain experiment …`: the studies behind the claims about learning without backpropagation. */
export const experimentCommand = new Command('experiment').description(
  'Run a study: measurements, plots, and a report with all that is needed to repeat it',
);
