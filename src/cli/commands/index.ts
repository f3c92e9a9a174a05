import type { Command } from 'commander';
import { referenceCommand } from './reference.ts';
import { romsCommand } from './roms.ts';
import { traceCommand } from './trace.ts';
import { verifyCommand } from './verify.ts';

/** Every command of `openbrain`, in the order in which help lists them. */
export const commands: readonly Command[] = [romsCommand, referenceCommand, traceCommand, verifyCommand];
