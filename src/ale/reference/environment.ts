import { romChecksums } from '../../../roms-fetch/checksums.ts';
import { UserError } from '../../errors.ts';
import { actionCount } from '../actions.ts';
import type { GameDefinition } from '../game.ts';
import type { Ale, AleOptions } from '../types.ts';
import { installReference } from './install.ts';
import { ReferenceProcess, type Reply, type Request } from './process.ts';

/** Options of the reference console: those of every ALE environment, and ALE's own settings by their names. */
export interface ReferenceOptions extends AleOptions {
  /** Settings made before the ROM is loaded, such as `{ paddle_min: 30000 }`. */
  settings?: Readonly<Record<string, number | boolean | string>>;
}

/** What is known after one action. */
export interface Moment {
  /** Sum of rewards over the frame skip. */
  reward: number;
  lives: number;
  /** Game over, or truncated. */
  gameOver: boolean;
  /** Game over by the game's own rules. */
  terminal: boolean;
  truncated: boolean;
  /** Frames since the episode began. */
  episodeFrameNumber: number;
  /** Frames since the ROM was loaded. */
  frameNumber: number;
  /** 128 bytes. */
  ram: Uint8Array;
}

/** One action of `playMany`. */
export interface PlayedStep extends Moment {
  /** The game was over, so it was reset before this action. */
  wasReset: boolean;
  /** Palette indices, or the 20 bytes of their SHA-1; absent with `screens: 'none'`. */
  screen?: Uint8Array;
}

export interface PlayOptions {
  /** What to send back of each screen. Default 'bytes'. */
  screens?: 'none' | 'sha1' | 'bytes';
  /** Reset where the game was over before an action. Default true. */
  resetWhenOver?: boolean;
}

interface Loaded {
  screenHeight: number;
  mode: number;
  difficulty: number;
  modes: number[];
  difficulties: number[];
  minimalActions: number[];
  legalActions: number[];
}

const int32 = { min: -(2 ** 31), max: 2 ** 31 - 1 };
const recordBytes = 148;

/**
 * The Stella inside ale-py behind the same interface as our own console: the judge of exactness. It runs as a child
 * process; every call waits for its answer. Sets the reference console up on first use.
 *
 * Options take effect as they do for a user of ALEInterface: settings, then loadROM (which includes one reset), then,
 * only where a mode or difficulty differs from the one the console is in, setMode, setDifficulty and reset_game.
 */
export class ReferenceEnvironment implements Ale {
  readonly game: GameDefinition;
  readonly options: Required<AleOptions>;
  readonly minimalActions: readonly number[];
  readonly legalActions: readonly number[];
  /** Mode and difficulty numbers that ALE offers. */
  readonly modes: readonly number[];
  readonly difficulties: readonly number[];
  readonly screenWidth = 160;
  readonly screenHeight: number;
  readonly #rom: Uint8Array;
  readonly #settings: ReferenceOptions['settings'];
  readonly #process: ReferenceProcess;
  #now!: Moment;
  #screen: Uint8Array | undefined;

  /**
   * @param rom the cartridge; where ALE does not know its checksum, the game's name decides what ALE takes it for
   * @throws UserError where the reference console cannot be set up or started, ALE does not know the game, or the
   *   game has no such mode or difficulty
   */
  constructor(rom: Uint8Array, game: GameDefinition, { settings = {}, ...options }: ReferenceOptions = {}) {
    if (!Object.hasOwn(romChecksums, game.name)) {
      throw new UserError(`the reference console knows ALE's games only, and ${game.name} is not one of them`);
    }
    this.game = game;
    this.#rom = rom;
    this.#settings = settings;
    this.#process = new ReferenceProcess(installReference({ onLine: line => process.stderr.write(`${line}\n`) }));
    const asked = {
      seed: 0,
      repeatActionProbability: 0,
      frameSkip: 1,
      maxFramesPerEpisode: 0,
      truncateOnLossOfLife: false,
      sound: false,
      colourAveraging: false,
      rewardMin: int32.min,
      rewardMax: int32.max,
      ...withoutUndefined(options),
    };
    try {
      const loaded = this.#load(asked);
      this.options = { ...asked, mode: loaded.mode, difficulty: loaded.difficulty };
      this.minimalActions = loaded.minimalActions;
      this.legalActions = loaded.legalActions;
      this.modes = loaded.modes;
      this.difficulties = loaded.difficulties;
      this.screenHeight = loaded.screenHeight;
    } catch (error) {
      this.#process.close();
      throw error;
    }
  }

  seed(seed: number): void {
    this.options.seed = seed;
    this.#load(this.options);
  }

  reset(): void {
    this.#change({ call: 'reset' });
  }

  act(action: number, paddleStrength = 1): number {
    assertAction(action);
    this.#change({ call: 'act', action, paddleStrength });
    return this.#now.reward;
  }

  /**
   * Plays many actions in one call. Much faster than `act`, `ram` and `screen` in turn.
   * @throws RangeError for a number that is not an action
   */
  playMany(actions: readonly number[], options: PlayOptions = {}): PlayedStep[] {
    return this.beginMany(actions, options)();
  }

  /**
   * Starts `playMany` and returns at once; the function it returns waits for the steps. The caller may do its own work
   * meanwhile, but make no other call of this environment before it has the steps.
   */
  beginMany(
    actions: readonly number[],
    { screens = 'bytes', resetWhenOver = true }: PlayOptions = {},
  ): () => PlayedStep[] {
    for (const action of actions) assertAction(action);
    this.#process.send({ call: 'play', screens, resetWhenOver }, Uint8Array.from(actions));
    return () => {
      const { body } = this.#process.receive();
      const screenBytes = { none: 0, sha1: 20, bytes: this.screenWidth * this.screenHeight }[screens];
      const steps = actions.map((_, index) => {
        const at = index * (recordBytes + screenBytes);
        const screen = body.subarray(at + recordBytes, at + recordBytes + screenBytes);
        return { ...momentAt(body, at), ...(screens !== 'none' && { screen }) };
      });
      if (steps.length > 0) this.#now = steps[steps.length - 1];
      this.#screen = undefined;
      return steps;
    };
  }

  gameOver(withTruncation = true): boolean {
    return withTruncation ? this.#now.gameOver : this.#now.terminal;
  }

  gameTruncated(): boolean {
    return this.#now.truncated;
  }

  lives(): number {
    return this.#now.lives;
  }

  get frameNumber(): number {
    return this.#now.frameNumber;
  }

  get episodeFrameNumber(): number {
    return this.#now.episodeFrameNumber;
  }

  ram(): Uint8Array {
    return this.#now.ram;
  }

  screen(): Uint8Array {
    this.#screen ??= this.#process.call({ call: 'screen', as: 'indices' }).body;
    return this.#screen;
  }

  screenRgb(): Uint8Array {
    return this.#process.call({ call: 'screen', as: 'rgb' }).body;
  }

  screenGray(): Uint8Array {
    return this.#process.call({ call: 'screen', as: 'gray' }).body;
  }

  sound(): Uint8Array {
    if (!this.options.sound) throw new UserError(`${this.game.name} was opened without sound: set the option sound`);
    return this.#process.call({ call: 'audio' }).body;
  }

  setRam(index: number, value: number): void {
    this.#change({ call: 'setRam', index, value });
  }

  setMode(mode: number): void {
    this.#change({ call: 'mode', mode });
  }

  setDifficulty(difficulty: number): void {
    this.#change({ call: 'difficulty', difficulty });
  }

  /**
   * ALE's serialized state (ALE: cloneState).
   * @param includeRandom with the generator of sticky actions, so that play goes on alike
   */
  cloneState(includeRandom = true): Uint8Array {
    return this.#process.call({ call: 'clone', includeRandom }).body;
  }

  /** Goes back to a cloned state. ALE draws no screen then: `screen` shows the old one until the next action. */
  restoreState(state: Uint8Array): void {
    this.#change({ call: 'restore' }, state);
  }

  close(): void {
    this.#process.close();
  }

  #load(options: AleOptions): Loaded {
    const { seed, mode, difficulty } = options;
    // ALE takes -1 for "by the clock".
    if (!Number.isInteger(seed) || seed! < 0 || seed! >= 2 ** 32 - 1)
      throw new UserError(`seed: ${seed} is not a whole number from 0 to ${2 ** 32 - 2}, as ALE wants it`);
    const settings = {
      // ALE's setting is signed, its generator is not.
      random_seed: seed! | 0,
      repeat_action_probability: options.repeatActionProbability,
      frame_skip: options.frameSkip,
      max_num_frames_per_episode: options.maxFramesPerEpisode,
      truncate_on_loss_of_life: options.truncateOnLossOfLife,
      sound_obs: options.sound,
      color_averaging: options.colourAveraging,
      reward_min: Math.max(int32.min, options.rewardMin ?? int32.min),
      reward_max: Math.min(int32.max, options.rewardMax ?? int32.max),
      ...this.#settings,
    };
    return this.#change<Loaded>({ call: 'load', game: this.game.name, settings, mode, difficulty }, this.#rom);
  }

  /** A call that moves the game, and answers with the moment it leads to. */
  #change<Header>(request: Request, body?: Uint8Array): Header {
    const reply: Reply<Header> = this.#process.call<Header>(request, body);
    this.#now = momentAt(reply.body, 0);
    this.#screen = undefined;
    return reply.header;
  }
}

/** Reads one record as server.py writes it. */
function momentAt(body: Uint8Array, at: number): Moment & { wasReset: boolean } {
  const view = new DataView(body.buffer, body.byteOffset + at, recordBytes);
  const flags = view.getUint8(16);
  return {
    reward: view.getInt32(0, true),
    lives: view.getInt32(4, true),
    episodeFrameNumber: view.getInt32(8, true),
    frameNumber: view.getInt32(12, true),
    gameOver: (flags & 1) !== 0,
    terminal: (flags & 2) !== 0,
    truncated: (flags & 4) !== 0,
    wasReset: (flags & 8) !== 0,
    ram: body.subarray(at + 20, at + recordBytes),
  };
}

function assertAction(action: number): void {
  if (!Number.isInteger(action) || action < 0 || action >= actionCount) {
    throw new RangeError(`${action} is not an action (0..${actionCount - 1})`);
  }
}

function withoutUndefined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}
