import { Command } from 'commander';
import type { BackendChoice } from '../../nn/choice.ts';
import { openRunFolder } from '../../training/run-folder.ts';
import { resumeRun } from '../../training/session.ts';
import { integer, positive } from '../arguments.ts';
import { backendFor, backendOption, threadsOption } from '../backend-option.ts';
import { example } from '../example.ts';
import { attend } from '../training.ts';

interface Options {
  backend?: BackendChoice;
  threads?: number;
  frames?: number;
  minutes?: number;
  checkpoint?: string;
  json?: boolean;
}

/** `openbrain resume`. */
export const resumeCommand = new Command('resume')
  .description('Go on with a run from its last checkpoint, exactly as if it had never stopped')
  .argument('<dir>', 'a run folder')
  .option('--frames <n>', 'a new limit: emulator frames of the whole run', integer('--frames', 1))
  .option('--minutes <m>', 'a new limit: minutes of training of the whole run', positive('--minutes'))
  .addOption(backendOption('that of the run'))
  .addOption(threadsOption())
  .option('--checkpoint <file>', 'go on from another checkpoint than the newest; best: that of the best evaluation')
  .option('--json', 'print how it ended as JSON')
  .addHelpText(
    'after',
    example(
      'openbrain resume runs/pong-linear-critic-0',
      'openbrain resume runs/pong-linear-critic-0 --frames 20000000',
    ),
  )
  .action(async (path: string, { frames, minutes, checkpoint, threads, json, backend: asked }: Options) => {
    const isLimited = frames !== undefined || minutes !== undefined;
    const limit = isLimited ? { frames: frames ?? null, minutes: minutes ?? null } : undefined;
    const { agent } = openRunFolder(path).config;
    const backend = asked === undefined ? undefined : backendFor(agent, asked, 'auto');
    await attend(world => resumeRun(path, world, { limit, backend, checkpoint }), { threads, json });
  });
