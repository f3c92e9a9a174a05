import { basename } from 'node:path';
import { Command } from 'commander';
import { type ConsoleName, consoleNames } from '../../ale/open.ts';
import { playerNamed } from '../../evaluation/player.ts';
import type { Protocol } from '../../evaluation/protocols.ts';
import { type BackendChoice, chooseBackend } from '../../nn/choice.ts';
import { record } from '../../recording/record.ts';
import { integer, oneOf, seed } from '../arguments.ts';
import { backendOption } from '../backend-option.ts';
import { example } from '../example.ts';
import { type FilmChoices, filmPath, printRecording, showProgress, withFilmOptions } from '../film-options.ts';
import { print } from '../format.ts';
import { interruptible } from '../interrupt.ts';
import { progressDisplay } from '../progress.ts';
import { protocolOption } from '../protocol-option.ts';

interface Options extends FilmChoices {
  backend?: BackendChoice;
  game?: string;
  episodes: number;
  bestOf?: number;
  seed: number;
  protocol: Protocol;
  frameSkip?: number;
  console: ConsoleName;
  checkpoint?: string;
  json?: boolean;
}

/** `openbrain record`. */
export const recordCommand = withFilmOptions(
  new Command('record')
    .description(
      'Film an agent at play, every frame; a sheet of stills and a log of its actions are put beside the film',
    )
    .argument('<agent>', 'a run folder, an exported model, or "random"')
    .option('--game <game>', 'the game that random plays')
    .option('--episodes <n>', 'number of episodes in the film', integer('--episodes', 1), 1)
    .option('--best-of <n>', 'play so many episodes and film the best of them', integer('--best-of', 1))
    .option('--out <file>', 'the film (default: video.mp4 in the run folder, or random-<game>.mp4)'),
)
  .option('--seed <n>', 'the episodes are those that evaluate plays with this seed', seed, 0)
  .addOption(protocolOption())
  .addOption(backendOption('wasm'))
  .option('--frame-skip <n>', 'frames for which an action is held (default: as trained)', integer('--frame-skip', 1))
  .option('--console <name>', 'our console, or the Stella inside ale-py', oneOf('--console', consoleNames), 'openbrain')
  .option('--checkpoint <file>', 'another checkpoint than the newest; best: that of the best evaluation')
  .option('--json', 'print what was recorded as JSON')
  .addHelpText(
    'after',
    example(
      'openbrain record runs/pong-linear-critic-0 --sound --out pong.mp4',
      'openbrain record runs/pong-linear-critic-0 --best-of 10 --overlay actions,q-values,score,features',
      'openbrain record random --game pong --format webp --scale 1',
    ),
  )
  .action(async (who: string, options: Options) => {
    const player = playerNamed(who, { ...options, backend: chooseBackend(options.backend ?? 'wasm') });
    const place = player.run ? [player.run.path, 'video'] : [`random-${basename(player.game, '.bin')}`];
    const out = filmPath(options, place);
    const display = progressDisplay();
    const { signal, dispose } = interruptible('stopping: completing the film');
    try {
      const { overlay: overlays, ...rest } = options;
      const onProgress = showProgress(display);
      const recording = await record(player, { ...rest, overlays, out, signal, onProgress });
      display.stop();
      if (options.json) print(JSON.stringify(recording));
      else printRecording(recording);
    } finally {
      display.stop();
      dispose();
    }
  });
