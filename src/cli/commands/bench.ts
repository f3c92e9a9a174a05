import { Command } from 'commander';
import { parseSettings } from '../../agents/hyperparameters.ts';
import { benchEmulator } from '../../bench/emulator.ts';
import { benchLinearCritic } from '../../bench/linear-critic.ts';
import { benchLoad } from '../../bench/load.ts';
import { benchLocalCritic } from '../../bench/local-critic.ts';
import { benchReplay } from '../../bench/replay.ts';
import { benchSnapshot } from '../../bench/snapshot.ts';
import { benchVector } from '../../bench/vector.ts';
import { type BackendChoice, chooseBackend } from '../../nn/choice.ts';
import { integer, seed } from '../arguments.ts';
import { backendOption, threadsOption } from '../backend-option.ts';
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

const load = new Command('load')
  .description(
    'Milliseconds from a ROM file to the end of the first reset, and bytes a console, with many in one process',
  )
  .option('--game <name>', 'a game in snake_case, or a ROM file', 'pong')
  .option('--consoles <n>', 'consoles in this process', integer('--consoles', 2, 10_000), 1000)
  .option('--json', 'print as JSON')
  .addHelpText('after', example('openbrain bench load --game pong --consoles 1000 --json'))
  .action(({ game, consoles, json }: { game: string; consoles: number; json?: boolean }) => {
    const result = benchLoad(game, consoles);
    const { firstMilliseconds, loadMilliseconds, cpuMilliseconds, bytes } = result;
    const row = [result.game, consoles, firstMilliseconds, loadMilliseconds, cpuMilliseconds, bytes].map(String);
    const headings = ['game', 'consoles', 'ms, the first', 'ms, the others', 'ms of CPU time', 'bytes a console'];
    process.stdout.write(`${json ? JSON.stringify(result) : table(headings, [row])}\n`);
  });

interface VectorOptions {
  game: string;
  envs: number;
  threads: number;
  steps: number;
  seed: number;
  cpu?: boolean;
  json?: boolean;
}

const vector = new Command('vector')
  .description(
    'Steps per second of many environments over threads: dqn observations, random minimal actions, resets included',
  )
  .requiredOption('--game <name>', 'a game in snake_case, or a ROM file')
  .option('--envs <n>', 'environments', integer('--envs', 1), 32)
  .option('--threads <n>', 'threads that play; 0 = the main thread plays', integer('--threads'), 2)
  .option('--steps <n>', 'steps of the whole vector', integer('--steps', 1), 500)
  .option('--seed <n>', 'seed of the actions and of the first console', seed, 0)
  .option('--cpu', 'print steps per second of processor time, too, all threads together')
  .option('--json', 'print as JSON')
  .addHelpText('after', example('openbrain bench vector --game breakout --envs 32 --threads 2 --json'))
  .action(async ({ game, envs, threads, steps, seed, cpu, json }: VectorOptions) => {
    const { cpuStepsPerSecond, ...wall } = await benchVector(game, { environments: envs, threads, steps, seed });
    const result = cpu ? { ...wall, cpuStepsPerSecond } : wall;
    const headings = ['game', 'envs', 'threads', 'steps/s', 'frames/s', ...(cpu ? ['steps/s of CPU time'] : [])];
    const text = json ? JSON.stringify(result) : table(headings, [Object.values(result).map(String)]);
    process.stdout.write(`${text}\n`);
  });

interface LinearCriticOptions extends EmulatorOptions {
  set: string[];
}

const linearCritic = new Command('linear-critic')
  .description('Frames per second of the linear critic as it learns on one core, emulator included')
  .requiredOption('--game <name>', 'a game in snake_case, or a ROM file')
  .option('--frames <n>', 'emulator frames to play, after 50,000 to warm up', integer('--frames', 1), 200_000)
  .option('--seed <n>', 'seed of the agent and of the console', seed, 0)
  .option('--set <key=value>', 'a hyperparameter; may be given again', (pair, all: string[]) => [...all, pair], [])
  .option('--json', 'print as JSON')
  .addHelpText('after', example('openbrain bench linear-critic --game pong --json'))
  .action(async ({ game, frames, seed, set, json }: LinearCriticOptions) => {
    const result = await benchLinearCritic(game, frames, { seed, settings: parseSettings(set) });
    const { framesPerSecond, cpuFramesPerSecond, cpuDecisionsPerSecond } = result;
    const row = [result.game, result.frames, framesPerSecond, cpuFramesPerSecond, cpuDecisionsPerSecond].map(String);
    const headings = ['game', 'frames', 'frames/s', 'frames/s of CPU time', 'decisions/s of CPU time'];
    process.stdout.write(`${json ? JSON.stringify(result) : table(headings, [row])}\n`);
  });

interface TrainStepOptions {
  backend: BackendChoice;
  threads?: number;
  batch: number;
  steps: number;
  deterministic?: boolean;
  json?: boolean;
}

const trainStep = new Command('train-step')
  .description(
    'Milliseconds of an update of DQN: network of Mnih et al. 2015, six actions, Adam; and of forward passes',
  )
  .addOption(backendOption('wasm').default('wasm' satisfies BackendChoice))
  .option('--threads <n>', 'threads that compute (default: one; TensorFlow: one a core)', integer('--threads', 1, 64))
  .option('--batch <n>', 'transitions of an update', integer('--batch', 1, 4096), 32)
  .option('--steps <n>', 'updates to time', integer('--steps', 1), 25)
  .option('--deterministic', 'without fused multiply-add, which rounds differently from other processors')
  .option('--json', 'print as JSON')
  .addHelpText('after', example('openbrain bench train-step --backend wasm --batch 32 --json'))
  .action(async ({ backend: choice, threads: most, batch, steps, deterministic, json }: TrainStepOptions) => {
    // Loaded here: TensorFlow.js is no burden to the other commands.
    const { benchTrainStep } = await import('../../bench/train-step.ts');
    const result = await benchTrainStep({
      backend: chooseBackend(choice, { deterministic, threads: most }),
      threads: most,
      batch,
      rounds: steps,
      deterministic,
    });
    const { backend, threads, millisecondsPerStep, forwardMilliseconds: forward } = result;
    const row = [backend, batch, threads, millisecondsPerStep, forward[1], forward[8], forward[64]].map(String);
    const headings = ['backend', 'batch', 'threads', 'ms an update', 'forward of 1', 'of 8', 'of 64'];
    process.stdout.write(`${json ? JSON.stringify(result) : table(headings, [row])}\n`);
  });

interface TrainOptions {
  agent: string;
  preset?: string;
  game: string;
  backend: BackendChoice;
  threads?: number;
  deterministic?: boolean;
  steps: number;
  seed: number;
  json?: boolean;
}

const train = new Command('train')
  .description('Steps per second of training as a whole: play, store, learn; warm-up and checkpoints apart')
  .option('--agent <name>', 'the agent', 'dqn')
  .option('--preset <name>', 'a named setting of the agent')
  .requiredOption('--game <name>', 'a game in snake_case, or a ROM file')
  .addOption(backendOption('wasm').default('wasm' satisfies BackendChoice))
  .addOption(threadsOption())
  .option('--deterministic', 'without fused multiply-add, which rounds differently from other processors')
  .option('--steps <n>', 'decisions to time', integer('--steps', 1), 2000)
  .option('--seed <n>', 'of the environment and of everything random in the agent', seed, 0)
  .option('--json', 'print as JSON')
  .addHelpText('after', example('openbrain bench train --agent dqn --game pong --steps 2000 --json'))
  .action(async ({ backend: choice, json, ...options }: TrainOptions) => {
    const { benchTrain } = await import('../../bench/train.ts');
    const { deterministic, threads } = options;
    const result = await benchTrain({ ...options, backend: chooseBackend(choice, { deterministic, threads }) });
    const { agent, game, steps, stepsPerSecond, framesPerSecond } = result;
    const row = [agent, game, steps, stepsPerSecond, framesPerSecond].map(String);
    const text = json ? JSON.stringify(result) : table(['agent', 'game', 'steps', 'steps/s', 'frames/s'], [row]);
    process.stdout.write(`${text}\n`);
  });

interface ReplayOptions {
  size: number;
  draws: number;
  prioritized?: boolean;
  json?: boolean;
}

const replay = new Command('replay')
  .description('Memory of the replay of DQN, filled with 84 x 84 pictures, and the time of drawing 32 transitions')
  .option('--size <n>', 'observations; a million take 7.1 GB', integer('--size', 1, 10_000_000), 100_000)
  .option('--draws <n>', 'draws to time', integer('--draws', 1), 500)
  .option('--prioritized', 'drawn by priority rather than evenly')
  .option('--json', 'print as JSON')
  .addHelpText('after', example('openbrain bench replay --size 100000 --prioritized --json'))
  .action(({ size, draws, prioritized = false, json }: ReplayOptions) => {
    const result = benchReplay(size, draws, prioritized);
    const row = [size, prioritized ? 'priority' : 'chance', result.bytes, result.sampleMilliseconds].map(String);
    const headings = ['observations', 'drawn by', 'bytes', 'ms a draw of 32'];
    process.stdout.write(`${json ? JSON.stringify(result) : table(headings, [row])}\n`);
  });

const localCritic = new Command('local-critic')
  .description('Steps per second of the agent local-critic, learning included: a network of 400-64-64-6 on one thread')
  .option('--steps <n>', 'steps to time', integer('--steps', 1), 20_000)
  .option('--json', 'print as JSON')
  .addHelpText('after', example('openbrain bench local-critic --json'))
  .action(({ steps, json }: { steps: number; json?: boolean }) => {
    const result = benchLocalCritic(steps);
    const row = [result.network.join('-'), steps, result.stepsPerSecond, result.cpuStepsPerSecond].map(String);
    const headings = ['network', 'steps', 'steps/s', 'steps/s of CPU time'];
    process.stdout.write(`${json ? JSON.stringify(result) : table(headings, [row])}\n`);
  });

/** `openbrain bench …`: the measurements behind every claim of speed. */
export const benchCommand = new Command('bench')
  .description('Measure speed on this machine')
  .addHelpText(
    'after',
    example('openbrain bench emulator --game pong', 'openbrain bench train --game pong --agent dqn'),
  )
  .addCommand(emulator)
  .addCommand(snapshot)
  .addCommand(load)
  .addCommand(localCritic)
  .addCommand(vector)
  .addCommand(linearCritic)
  .addCommand(replay)
  .addCommand(trainStep)
  .addCommand(train);
