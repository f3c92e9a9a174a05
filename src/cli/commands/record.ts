import { join } from 'node:path';
import { Command } from 'commander';
import { prepareAgent } from '../../agents/index.ts';
import { type ConsoleName, consoleNames } from '../../ale/open.ts';
import { UserError } from '../../errors.ts';
import { playerNamed } from '../../evaluation/player.ts';
import type { Protocol } from '../../evaluation/protocols.ts';
import { type BackendChoice, chooseBackend } from '../../nn/choice.ts';
import { Random } from '../../random.ts';
import { record } from '../../recording/record.ts';
import { makeConfigured } from '../../training/make-environment.ts';
import { integer, oneOf, seed } from '../arguments.ts';
import { backendOption } from '../backend-option.ts';
import { example } from '../example.ts';
import { count, duration, print, score } from '../format.ts';
import { interruptible } from '../interrupt.ts';
import { progressDisplay } from '../progress.ts';
import { protocolOption } from '../protocol-option.ts';

interface Options {
  backend?: BackendChoice;
  game?: string;
  episodes: number;
  out?: string;
  seed: number;
  protocol: Protocol;
  frameSkip?: number;
  console: ConsoleName;
  checkpoint?: string;
}

/** `openbrain record`. */
export const recordCommand = new Command('record')
  .description('Film an agent at play: an MP4 with every frame, and a sheet of stills beside it')
  .argument('<agent>', 'a run folder, or "random"')
  .option('--game <game>', 'the game that random plays')
  .option('--episodes <n>', 'number of episodes', integer('--episodes', 1), 1)
  .option('--out <file.mp4>', 'the film (default: in the run folder, or random-<game>.mp4)')
  .option('--seed <n>', 'the episodes are those that evaluate plays with this seed', seed, 0)
  .addOption(protocolOption())
  .option('--frame-skip <n>', 'frames for which an action is held (default: as trained)', integer('--frame-skip', 1))
  .option('--console <name>', 'our console, or the Stella inside ale-py', oneOf('--console', consoleNames), 'openbrain')
  .addOption(backendOption('wasm'))
  .option('--checkpoint <file>', 'another checkpoint than the newest')
  .addHelpText(
    'after',
    example(
      'openbrain record runs/pong-linear-critic-0 --episodes 1 --out pong.mp4',
      'openbrain record random --game pong --out random.mp4',
    ),
  )
  .action(async (who: string, options: Options) => {
    const { episodes, seed } = options;
    const player = playerNamed(who, { ...options, backend: chooseBackend(options.backend ?? 'wasm') });
    const out = options.out ?? (player.run ? join(player.run.path, 'video.mp4') : `random-${player.game}.mp4`);
    if (!/\.mp4$/i.test(out)) throw new UserError(`--out ${out}: the name of a film ends in .mp4`);
    const environment = makeConfigured(player.game, player.environment, options.console);
    const random = new Random();
    const display = progressDisplay();
    const { signal, dispose } = interruptible('stopping: completing the film');
    try {
      await prepareAgent(player.data.agent, player.data);
      const recording = await record(player.create(environment, random), environment, random, {
        episodes,
        seed,
        out,
        signal,
        onProgress: ({ episode, frames }) =>
          display.update(episode / episodes, `episode ${episode + 1} of ${episodes}, ${count(frames)} frames filmed`),
      });
      display.stop();
      const { frames, returns, interrupted } = recording;
      print(
        `${count(frames)} frames, ${duration(frames / 60)} of play; returns ${returns.map(score).join(', ') || 'none'}`,
      );
      if (interrupted) print('stopped early: the last episode is not whole');
      print(`film:   ${recording.video}`);
      print(`stills: ${recording.contactSheet}`);
    } finally {
      display.stop();
      dispose();
      environment.close();
    }
  });
