import { Command } from 'commander';
import { UserError } from '../../errors.ts';
import { replay } from '../../recording/replay.ts';
import { example } from '../example.ts';
import { type FilmChoices, filmPath, printRecording, showProgress, withFilmOptions } from '../film-options.ts';
import { count, duration, print, score } from '../format.ts';
import { interruptible } from '../interrupt.ts';
import { progressDisplay } from '../progress.ts';

interface Options extends FilmChoices {
  anyEmulator?: boolean;
  json?: boolean;
}

/** `openbrain replay`. */
export const replayCommand = withFilmOptions(
  new Command('replay')
    .description(
      'Play a recording again from its log of actions, frame for frame, and check that every frame is as it was',
    )
    .argument('<log>', 'the file that ends in .actions.jsonl')
    .option('--out <file>', 'film it anew, with stills and a log (default: check only)'),
)
  .option(
    '--any-emulator',
    'also where it was recorded by another version: the checks tell whether that plays the same',
  )
  .option('--json', 'print the result as JSON')
  .addHelpText(
    'after',
    example(
      'openbrain replay pong.mp4.actions.jsonl',
      'openbrain replay pong.mp4.actions.jsonl --out pong.webp --overlay actions,score',
    ),
  )
  .action(async (log: string, options: Options) => {
    const { overlay: overlays, format, ...rest } = options;
    if (options.out === undefined && (format || options.sound || overlays.length > 0)) {
      throw new UserError('--format, --overlay and --sound are of a film: say where it goes with --out');
    }
    const out = options.out === undefined ? undefined : filmPath(options, []);
    const display = progressDisplay();
    const { signal, dispose } = interruptible('stopping');
    try {
      const onProgress = showProgress(display);
      const result = await replay(log, {
        ...rest,
        overlays,
        out,
        onAnyEmulator: options.anyEmulator,
        signal,
        onProgress,
      });
      display.stop();
      if (options.json) return print(JSON.stringify(result));
      const { game, frames, scores, interrupted, recording } = result;
      const played = `${count(frames)} frames of ${game}, ${duration(frames / 60)} of play`;
      print(`${played}, all as recorded; scores ${scores.map(score).join(', ')}`);
      if (interrupted) print('stopped early: the rest was not played');
      if (recording) printRecording(recording);
    } finally {
      display.stop();
      dispose();
    }
  });
