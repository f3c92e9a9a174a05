import type { Command } from 'commander';

/** Every command of `openbrain`, in the order in which help lists them. */
export const commands: readonly Command[] = [];
