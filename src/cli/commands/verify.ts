import { Command } from 'commander';
import { romNames, romState, twoPlayerRoms } from '../../../roms-fetch/index.ts';
import { type ActionChoice, actionChoices, describeDifference, type Verification, verify } from '../../ale/verify.ts';
import { UserError } from '../../errors.ts';
import { integer, oneOf, probability, seed } from '../arguments.ts';
import { example } from '../example.ts';
import { table } from '../table.ts';

interface VerifyCommandOptions {
  steps: number;
  seed: number;
  sticky: number;
  actions: ActionChoice;
  frameSkip: number;
  all?: boolean;
  json?: boolean;
}

/** The exit code of a comparison that found a difference. */
const foundDifference = 1;

/** `openbrain verify`: the proof on a person's own machine that our console is exact. */
export const verifyCommand = new Command('verify')
  .description(
    'Play the same random actions on our console and on the real Stella, and compare every byte at every step',
  )
  .argument('[games...]', 'games in snake_case, or ROM files')
  .option('--all', 'every stored game that ALE offers to one player')
  .option('--steps <n>', 'actions to play on each', integer('--steps', 1), 3000)
  .option('--seed <n>', 'seed of the actions and of the consoles', seed, 0)
  .option('--sticky <p>', 'chance that the previous action is repeated, drawn every frame', probability('--sticky'), 0)
  .option('--frame-skip <k>', 'frames for which each action is held', integer('--frame-skip', 1), 1)
  .option(
    '--actions <set>',
    `which actions to choose from: ${actionChoices.join(' or ')}`,
    oneOf('--actions', actionChoices),
    'all',
  )
  .option('--json', 'print as JSON')
  .addHelpText(
    'after',
    `${example('openbrain verify pong breakout --steps 3000 --seed 1 --sticky 0.25')}
Compared at every step: 128 bytes of RAM, every pixel, reward, lives, game over, truncation, frame numbers.
Exit code 1 where anything differs.`,
  )
  .action((games: string[], options: VerifyCommandOptions) => {
    const results = gamesToVerify(games, options.all).map(game => {
      if (!options.json && process.stderr.isTTY) process.stderr.write(`${game} …\r`);
      return verify(game, {
        steps: options.steps,
        seed: options.seed,
        repeatActionProbability: options.sticky,
        frameSkip: options.frameSkip,
        actions: options.actions,
      });
    });
    process.stdout.write(`${options.json ? JSON.stringify(results) : report(results)}\n`);
    if (results.some(({ difference }) => difference)) process.exitCode = foundDifference;
  });

function gamesToVerify(games: readonly string[], all = false): readonly string[] {
  if (!all && games.length === 0) throw new UserError('which game? Name one or more, or --all (openbrain roms list)');
  if (!all) return games;
  if (games.length > 0) throw new UserError('either name games or give --all, not both');
  const stored = romNames.filter(name => !twoPlayerRoms.includes(name) && romState(name) === 'stored');
  if (stored.length === 0) throw new UserError('no ROM is stored yet: openbrain roms fetch');
  return stored;
}

function report(results: readonly Verification[]): string {
  const rows = results.map(({ game, steps, episodes, difference }) => [
    game,
    String(steps),
    String(episodes),
    difference ? 'DIFFERENT' : 'equal',
  ]);
  const differences = results.flatMap(({ difference }) => difference ?? []).map(describeDifference);
  return [table(['game', 'steps equal', 'episodes', 'result'], rows), ...differences].join('\n');
}
