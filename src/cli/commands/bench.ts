import { Command } from 'commander';
import { benchEmulator } from '../../bench/emulator.ts';
import { benchSnapshot } from '../../bench/snapshot.ts';
import { integer, seed } from '../arguments.ts';
import { example } from '../example.ts';
import { table } from '../table.ts';

interface EmulatorOptions {
  game: string;
  frames: number;
  seed: number;
  json?: boolean;
}

const emulator = new Command('emulator')
  .description(
    'Frames per second of one console on one thread: random minimal actions, every frame drawn, resets included',
  )
  .requiredOption('--game <name>', 'a game in snake_case, or a ROM file')
  .option('--frames <n>', 'frames to play', integer('--frames', 1), 100_000)
  .option('--seed <n>', 'seed of the actions and of the console', seed, 0)
  .option('--json', 'print as JSON')
  .addHelpText('after', example('openbrain bench emulator --game pong --frames 100000'))
  .action(({ game, frames, seed, json }: EmulatorOptions) => {
    const result = benchEmulator(game, frames, seed);
    const text = json
      ? JSON.stringify(result)
      : table(
          ['game', 'frames', 'frames/s', 'frames/s of CPU time'],
          [[result.game, String(frames), String(result.framesPerSecond), String(result.cpuFramesPerSecond)]],
        );
    process.stdout.write(`${text}\n`);
  });

const snapshot = new Command('snapshot')
  .description('Median time of saving and restoring a whole console, in microseconds')
  .option('--game <name>', 'a game in snake_case, or a ROM file', 'pong')
  .option('--json', 'print as JSON')
  .addHelpText('after', example('openbrain bench snapshot --json'))
  .action(({ game, json }: { game: string; json?: boolean }) => {
    const result = benchSnapshot(game);
    const { bytes, saveMicroseconds, restoreMicroseconds } = result;
    const row = [result.game, bytes, saveMicroseconds, restoreMicroseconds].map(String);
    const text = json ? JSON.stringify(result) : table(['game', 'bytes', 'save µs', 'restore µs'], [row]);
    process.stdout.write(`${text}\n`);
  });

/** `openbrain bench …`: the measurements behind every claim of speed. */
export const benchCommand = new Command('bench')
  .description('Measure speed on this machine')
  .addCommand(emulator)
  .addCommand(snapshot);
