import { actionNames } from './actions.ts';
import { AleEnvironment } from './environment.ts';
import { openRom } from './open.ts';
import { randomActions } from './random-actions.ts';
import { type Moment, ReferenceEnvironment } from './reference/index.ts';
import type { Ale, AleOptions } from './types.ts';

/** Where two consoles first differ. */
export interface Difference {
  game: string;
  seed: number;
  /** Index of the action after which they differ; -1: already after loading. */
  step: number;
  /** What differs; for bytes the first wrong one, such as `ram[0x1b]` or `screen[row 31, column 80]`. */
  field: string;
  openbrain: string;
  reference: string;
}

/** What a comparison of one game with one seed found. */
export interface Verification {
  game: string;
  seed: number;
  repeatActionProbability: number;
  /** Actions after which everything was equal. */
  steps: number;
  /** Games that ended on the way (each was reset on both consoles). */
  episodes: number;
  difference?: Difference;
}

export interface VerifyOptions extends AleOptions {
  /** Actions to play. Default 3000. */
  steps?: number;
  /** Which actions to choose from, each as likely: all eighteen, or the game's minimal set. Default 'all'. */
  actions?: ActionChoice;
}

export type ActionChoice = 'all' | 'minimal';

export const actionChoices: readonly ActionChoice[] = ['all', 'minimal'];

/** Actions sent to the reference console at a time: enough to hide the journey, few enough to hold their screens. */
const chunkSize = 100;

/**
 * Plays the same random actions on our console and on the Stella inside ale-py, and compares at every step all 128
 * bytes of RAM, every pixel, reward, lives, game over, truncation and both frame numbers. Ends at the first difference.
 * @param gameOrFile a game's name or a ROM file
 * @throws UserError where a console cannot be opened
 */
export function verify(
  gameOrFile: string,
  { steps = 3000, actions = 'all', ...options }: VerifyOptions = {},
): Verification {
  const { rom, game } = openRom(gameOrFile);
  const reference = new ReferenceEnvironment(rom.bytes, game, options);
  try {
    const ours = new AleEnvironment(rom.bytes, game, options);
    try {
      const choice = actions === 'all' ? actionNames.map((_, action) => action) : reference.minimalActions;
      return compare(ours, reference, randomActions(reference.options.seed, choice, steps));
    } finally {
      ours.close();
    }
  } finally {
    reference.close();
  }
}

/**
 * Plays actions on both consoles, newly opened with the same options, until the actions end or the consoles differ.
 * Both are reset where a game is over.
 */
export function compare(ours: Ale, reference: ReferenceEnvironment, actions: readonly number[]): Verification {
  const { seed, repeatActionProbability } = reference.options;
  const result: Verification = { game: ours.game.name, seed, repeatActionProbability, steps: 0, episodes: 0 };
  const differing = (step: number, difference: FieldDifference): Verification => ({
    ...result,
    difference: { game: result.game, seed, step, ...difference },
  });

  const atStart = differentActions(ours, reference) ?? firstDifference(momentOf(ours, 0), momentOf(reference, 0));
  if (atStart) return differing(-1, atStart);
  const chunks = chunksOf(actions);
  let finish = chunks.length > 0 ? reference.beginMany(chunks[0]) : undefined;
  for (let index = 0; finish; index++) {
    const played = finish();
    // The reference console plays the next chunk while ours plays this one.
    finish = index + 1 < chunks.length ? reference.beginMany(chunks[index + 1]) : undefined;
    for (const [i, action] of chunks[index].entries()) {
      if (ours.gameOver()) {
        ours.reset();
        result.episodes++;
      }
      const reward = ours.act(action);
      const difference = firstDifference(momentOf(ours, reward), played[i]);
      if (difference) {
        finish?.();
        return differing(result.steps, difference);
      }
      result.steps++;
    }
  }
  return result;
}

type ComparedMoment = Moment & { screen?: Uint8Array };
type FieldDifference = Pick<Difference, 'field' | 'openbrain' | 'reference'>;

function differentActions(ours: Ale, theirs: Ale): FieldDifference | undefined {
  const field = (['minimalActions', 'legalActions'] as const).find(name => `${ours[name]}` !== `${theirs[name]}`);
  return field && { field, openbrain: `[${ours[field]}]`, reference: `[${theirs[field]}]` };
}

function momentOf(ale: Ale, reward: number): ComparedMoment {
  return {
    reward,
    lives: ale.lives(),
    gameOver: ale.gameOver(),
    terminal: ale.gameOver(false),
    truncated: ale.gameTruncated(),
    episodeFrameNumber: ale.episodeFrameNumber,
    frameNumber: ale.frameNumber,
    ram: ale.ram(),
    screen: ale.screen(),
  };
}

const plainFields = [
  'reward',
  'lives',
  'terminal',
  'truncated',
  'gameOver',
  'episodeFrameNumber',
  'frameNumber',
] as const;

/** RAM is looked at first: a wrong byte there is the cause of most other differences. */
function firstDifference(ours: ComparedMoment, theirs: ComparedMoment): FieldDifference | undefined {
  const byte = firstDifferentByte(ours.ram, theirs.ram);
  if (byte !== undefined) {
    return { field: `ram[${hex(byte)}]`, openbrain: hex(ours.ram[byte]), reference: hex(theirs.ram[byte]) };
  }
  const field = plainFields.find(name => ours[name] !== theirs[name]);
  if (field) return { field, openbrain: String(ours[field]), reference: String(theirs[field]) };
  return firstDifferentPixel(ours.screen!, theirs.screen!);
}

function firstDifferentPixel(ours: Uint8Array, theirs: Uint8Array): FieldDifference | undefined {
  const width = 160;
  if (ours.length !== theirs.length) {
    const [ourSize, theirSize] = [ours, theirs].map(({ length }) => `${width}x${length / width}`);
    return { field: 'screen size', openbrain: ourSize, reference: theirSize };
  }
  const pixel = firstDifferentByte(ours, theirs);
  if (pixel === undefined) return undefined;
  const field = `screen[row ${Math.floor(pixel / width)}, column ${pixel % width}]`;
  return { field, openbrain: hex(ours[pixel]), reference: hex(theirs[pixel]) };
}

function firstDifferentByte(a: Uint8Array, b: Uint8Array): number | undefined {
  return Buffer.compare(a, b) === 0 ? undefined : a.findIndex((value, index) => value !== b[index]);
}

/** One sentence for a person: `pong, seed 3, step 120: ram[0x1b] is 0x05, but 0x04 on the reference console`. */
export function describeDifference({ game, seed, step, field, openbrain, reference }: Difference): string {
  return `${game}, seed ${seed}, step ${step}: ${field} is ${openbrain}, but ${reference} on the reference console`;
}

function chunksOf(actions: readonly number[]): number[][] {
  return Array.from({ length: Math.ceil(actions.length / chunkSize) }, (_, index) =>
    actions.slice(index * chunkSize, (index + 1) * chunkSize),
  );
}

const hex = (value: number): string => `0x${value.toString(16).padStart(2, '0')}`;
