import {
  Console,
  type Drawing,
  type Emulator,
  type Inputs,
  restingInputs,
  restingSwitches,
} from '../../emulator/console.ts';
import { md5 } from '../../emulator/md5.ts';
import { greyOf, rgbOf } from '../../emulator/palettes.ts';
import type { ConsoleProperties } from '../../emulator/properties.ts';
import { UserError } from '../errors.ts';
import { type Action, actionCount, actionNames, actionNumber } from './actions.ts';
import type { GameDefinition, ModeControls, Remembered, Variables } from './game.ts';
import { Paddles } from './paddles.ts';
import { PhosphorBlend } from './phosphor-blend.ts';
import { openState, sealState } from './state.ts';
import type { Ale, AleOptions } from './types.ts';

/** Frames for which RESET is held. */
const resetFrames = 4;

/** Frames with nothing pressed between the console's reset and RESET. */
const quietFrames = 60;

/** Where the environment keeps its numbers among the console's host words, so that snapshots hold them. */
const word = {
  frame: 0,
  episodeFrame: 1,
  leftPaddle: 2,
  rightPaddle: 3,
  actionA: 4,
  actionB: 5,
  mode: 6,
  difficulty: 7,
  score: 8,
  reward: 9,
  lives: 10,
  over: 11,
  strengthA: 12,
  strengthB: 13,
  variables: 16,
} as const;

/** Strengths are kept as 32-bit floats, as ALE keeps them. */
const floatBits = new Float32Array(1);
const intBits = new Int32Array(floatBits.buffer);

/**
 * ALE's StellaEnvironment on our console: resets, modes, sticky actions, frame skip, rewards, lives and ends, in the
 * same order and with the same random draws.
 *
 * Source: Machado et al. (2018), "Revisiting the Arcade Learning Environment", arXiv:1709.06009; ALE 0.12.1, to which
 * the parity suite holds every byte of RAM and screen.
 */
export class AleEnvironment implements Ale {
  readonly game: GameDefinition;
  readonly options: Required<AleOptions>;
  readonly console: Console;
  readonly minimalActions: readonly number[];
  readonly legalActions: readonly number[];
  readonly screenWidth = 160;
  readonly screenHeight: number;
  /** Called after every frame that `act` emulates, for recordings. */
  onFrame: (() => void) | undefined;
  /** How frames are drawn that somebody will look at. */
  drawing: Exclude<Drawing, 'off'> = 'palette';
  /** How many of the last frames of one `act` somebody will look at; the others are not drawn. */
  drawnFrames = Infinity;

  private readonly variables: Variables & Remembered;
  private readonly legal: readonly boolean[];
  private readonly paddles: Paddles | undefined;
  private readonly properties: ConsoleProperties;
  /** Port B with nothing pressed and both difficulty switches at B. */
  private readonly restingSwitches: number;
  private readonly joysticks = new Map<number, Inputs>();
  private readonly sticky: number;
  private readonly ownLives: number;
  private readonly rom: Uint8Array;
  private romSum: string | undefined;
  private readonly blend: PhosphorBlend | undefined;
  private readonly readBus = (address: number): number => this.console.peek(address);

  /**
   * @param rom the cartridge's bytes
   * @param emulator a memory to share with other consoles
   * @throws UserError for a ROM that no cartridge scheme fits, a mode or difficulty the game does not have
   */
  constructor(rom: Uint8Array, game: GameDefinition, options: AleOptions = {}, emulator?: Emulator) {
    this.game = game;
    this.rom = rom;
    this.options = { ...aleDefaults, mode: defaultMode(game), ...defined(options) };
    checkOptions(game, this.options);
    this.console = makeConsole(rom, game, emulator);
    if (this.options.colourAveraging) this.blend = new PhosphorBlend(this.console.palette);
    this.properties = this.console.properties;
    this.restingSwitches = restingSwitches({ ...this.properties, leftDifficulty: 'B', rightDifficulty: 'B' });
    this.screenHeight = this.console.height;
    this.legal = actionNames.map(name => !game.illegalActions?.includes(name));
    this.legalActions = actionNames.map((_, action) => action).filter(action => this.legal[action]);
    this.minimalActions = game.actions
      .map(actionNumber)
      .filter(action => this.legal[action])
      .sort((a, b) => a - b);
    // ALE prints the probability with six digits and reads it back as a 32-bit float.
    this.sticky = Math.fround(Number(this.options.repeatActionProbability.toPrecision(6)));
    const usesPaddles = this.properties.leftController === 'paddles' || this.properties.rightController === 'paddles';
    this.paddles = usesPaddles ? new Paddles(game.paddleLimits, this.properties.swapPaddles) : undefined;
    this.variables = variablesOn(game, () => this.console.hostWords);
    this.ownLives = game.lives;
    if (this.options.sound) this.console.enableSound();
    this.start(this.options.seed);
  }

  seed(seed: number): void {
    this.console.powerOn();
    this.start(seed);
  }

  /** ALE's loadROM: the first reset is played in the default mode, a second one if another was asked for. */
  private start(seed: number): void {
    const words = this.console.hostWords;
    words.fill(0);
    if (this.options.sound) this.console.soundSamples.fill(0);
    this.resetVariables();
    this.console.seed(seed);
    words[word.mode] = defaultMode(this.game);
    this.placePaddles();
    this.reset();
    if (this.options.mode !== defaultMode(this.game) || this.options.difficulty !== 0) {
      this.setMode(this.options.mode);
      this.setDifficulty(this.options.difficulty);
      this.reset();
    }
  }

  reset(): void {
    const words = this.console.hostWords;
    words[word.episodeFrame] = 0;
    this.placePaddles();
    this.console.reset();
    // Of all these frames only the last is looked at, and it is drawn then.
    this.console.draw('off');
    this.emulate(0, 0, 1, 1, quietFrames);
    this.softReset();
    this.resetVariables();
    this.game.modes?.select(this.console.hostWords[word.mode], this.modeControls(), this.variables);
    this.softReset();
    for (const action of this.game.startingActions ?? []) {
      this.emulate(action === 'reset' ? resetSwitch : actionNumber(action), 0, 1, 1, 1);
    }
  }

  /** What mode setters may do. */
  private modeControls(): ModeControls {
    const { console } = this;
    return {
      // The console's memory moves when others need more.
      get ram() {
        return console.ram;
      },
      pressSelect: frames => this.pressSelect(frames),
      softReset: () => this.softReset(),
      act: action => {
        this.act(actionNumber(action));
      },
      peek: address => console.peek(address),
      random: () => console.random(),
    };
  }

  private softReset(): void {
    this.emulate(resetSwitch, 0, 1, 1, resetFrames);
    this.console.hostWords[word.actionA] = 0;
    this.console.hostWords[word.actionB] = 0;
  }

  private pressSelect(frames = 1): void {
    this.console.setInputs(this.joystickInputs(0, 0, false, true));
    for (let i = 0; i < frames; i++) this.console.frame();
    this.emulate(0, 0, 1, 1, 1);
    this.countFrame();
  }

  private countFrame(): void {
    const words = this.console.hostWords;
    words[word.frame]++;
    words[word.episodeFrame]++;
  }

  private resetVariables(): void {
    const { game, variables } = this;
    variables.score = game.initialScore ?? 0;
    variables.reward = 0;
    variables.lives = game.lives;
    variables.over = 0;
    if (game.reset) game.reset(variables);
    else Object.assign(variables, game.variables);
  }

  private placePaddles(): void {
    if (!this.paddles) return;
    const words = this.console.hostWords;
    words[word.leftPaddle] = this.paddles.middle;
    words[word.rightPaddle] = this.paddles.middle;
  }

  act(action: Action, paddleStrength = 1): number {
    return this.actBoth(action, 0, paddleStrength, 0);
  }

  /** `act` for two players: both hold their action for `frameSkip` frames. */
  actBoth(actionA: Action, actionB: Action, strengthA = 1, strengthB = 1): number {
    checkAction(actionA);
    checkAction(actionB);
    const { frameSkip, rewardMin, rewardMax } = this.options;
    let sum = 0;
    for (let i = 0; i < frameSkip; i++) {
      const words = this.console.hostWords;
      if (this.console.random() / 2 ** 32 >= this.sticky) {
        words[word.actionA] = actionA;
        words[word.strengthA] = bitsOf(strengthA);
      }
      if (this.console.random() / 2 ** 32 >= this.sticky) {
        words[word.actionB] = actionB;
        words[word.strengthB] = bitsOf(strengthB);
      }
      if (this.gameOver()) continue;
      if (this.blend) this.console.draw('palette');
      else this.console.draw(frameSkip - i <= this.drawnFrames ? this.drawing : 'off');
      this.emulate(
        this.legalOrNoop(words[word.actionA]),
        this.legalOrNoop(words[word.actionB]),
        floatOf(words[word.strengthA]),
        floatOf(words[word.strengthB]),
        1,
      );
      this.countFrame();
      sum += this.variables.reward;
      this.onFrame?.();
    }
    // Whatever the frame skip, and also where the game is over: the voices go on.
    if (this.options.sound) this.console.makeSound();
    return Math.max(rewardMin, Math.min(rewardMax, sum));
  }

  private legalOrNoop(action: Action): Action {
    return this.legal[action] ? action : 0;
  }

  /** Runs frames with the same actions held, and lets the game read each. */
  private emulate(actionA: number, actionB: number, strengthA: number, strengthB: number, frames: number): void {
    const { console, game, variables, paddles } = this;
    for (let i = 0; i < frames; i++) {
      if (paddles) this.movePaddles(actionA, strengthA, actionB, strengthB);
      else if (i === 0) console.setInputs(this.joystickInputs(actionA, actionB, actionA === resetSwitch, false));
      console.frame();
      const { score, lives, over, reward } = game.read(console.ram, variables, this.readBus);
      variables.reward = reward ?? score - variables.score;
      variables.score = score;
      variables.lives = lives;
      variables.over = over ? 1 : 0;
    }
  }

  private movePaddles(actionA: number, strengthA: number, actionB: number, strengthB: number): void {
    const paddles = this.paddles!;
    const words = this.console.hostWords;
    const left = paddles.moved(words[word.leftPaddle], actionA, strengthA);
    const right = paddles.moved(words[word.rightPaddle], actionB, strengthB);
    words[word.leftPaddle] = left;
    words[word.rightPaddle] = right;
    this.console.setInputs(
      paddles.inputs(this.properties, this.switches(actionA === resetSwitch, false), left, right, actionA, actionB),
    );
  }

  private joystickInputs(actionA: number, actionB: number, reset: boolean, select: boolean): Inputs {
    if (this.paddles) {
      const words = this.console.hostWords;
      return this.paddles.inputs(
        this.properties,
        this.switches(reset, select),
        words[word.leftPaddle],
        words[word.rightPaddle],
        0,
        0,
      );
    }
    // The same few combinations come again and again.
    const portB = this.switches(reset, select);
    const key = (actionA << 16) | (actionB << 8) | portB;
    let inputs = this.joysticks.get(key);
    if (!inputs) {
      const [first, second] = this.properties.swapPorts ? [actionB, actionA] : [actionA, actionB];
      inputs = {
        portA: (joystickPins(first) << 4) | joystickPins(second),
        portB,
        fire: [firePin(first), firePin(second)],
        paddles: restingInputs.paddles,
      };
      this.joysticks.set(key, inputs);
    }
    return inputs;
  }

  /** Port B: the difficulty switches as ALE sets them, RESET and SELECT as pressed. */
  private switches(reset: boolean, select: boolean): number {
    const difficulty = this.console.hostWords[word.difficulty];
    return (
      (this.restingSwitches | ((difficulty & 1) << 6) | ((difficulty & 2) << 6)) &
      ~(Number(reset) | (Number(select) << 1))
    );
  }

  gameOver(withTruncation = true): boolean {
    return this.variables.over !== 0 || (withTruncation && this.gameTruncated());
  }

  gameTruncated(): boolean {
    const { maxFramesPerEpisode, truncateOnLossOfLife } = this.options;
    if (maxFramesPerEpisode > 0 && this.episodeFrameNumber >= maxFramesPerEpisode) return true;
    return truncateOnLossOfLife && this.variables.lives < this.ownLives;
  }

  lives(): number {
    return this.variables.lives;
  }

  /** The score as the game's file read it after the last frame. */
  score(): number {
    return this.variables.score;
  }

  get frameNumber(): number {
    return this.console.hostWords[word.frame];
  }

  get episodeFrameNumber(): number {
    return this.console.hostWords[word.episodeFrame];
  }

  ram(): Uint8Array {
    return this.console.ram;
  }

  screen(): Uint8Array {
    return this.blend ? this.blend.blended(this.console.screen, this.console.previousScreen) : this.console.screen;
  }

  screenRgb(): Uint8Array {
    return rgbOf(this.screen(), this.console.palette);
  }

  screenGray(): Uint8Array {
    return greyOf(this.screen(), this.console.palette);
  }

  setRam(index: number, value: number): void {
    checkRamWrite(index, value);
    this.console.ram[index] = value;
  }

  sound(): Uint8Array {
    if (!this.options.sound) throw new UserError(`${this.game.name} was opened without sound: set the option sound`);
    return this.console.soundSamples;
  }

  setMode(mode: number): void {
    checkMode(this.game, mode);
    this.console.hostWords[word.mode] = mode;
  }

  setDifficulty(difficulty: number): void {
    checkDifficulty(this.game, difficulty);
    this.console.hostWords[word.difficulty] = difficulty;
  }

  /**
   * The fast way to save: one copy of the console's memory, generators included, for use in this program only. The
   * last sound samples are not in it, nor is the picture, which is made again when it is looked at; only in games whose
   * frames end early, or that stop making frames while they think, may it differ until they have drawn two anew.
   * @param into where to put it (`console.snapshotBytes` long); default: a new array
   */
  snapshot(into?: Uint8Array): Uint8Array {
    return this.console.snapshot(into);
  }

  /** Goes back to what `snapshot` saved, here or in another environment with the same ROM. */
  restore(snapshot: Uint8Array): void {
    this.console.restore(snapshot);
  }

  /**
   * Saves everything that decides the future, as bytes that may go to a file or another process: ALE's cloneState.
   * Unlike ALE's, they hold the sound generators, the action that a sticky draw would repeat, and all variables of
   * the games' scoring (ALE forgets some in chopper_command, hangman, miniature_golf, video_checkers, video_cube).
   * @param includeRandom with the environment's generator (ALE: cloneSystemState); without it, whoever restores the
   *   state goes on with the draws of its own
   */
  cloneState(includeRandom = true): Uint8Array {
    const snapshot = this.console.snapshot();
    const pictures = this.console.pictureSnapshot() ?? new Uint8Array(0);
    return includeRandom
      ? sealState('state', this.romMd5, snapshot, pictures)
      : sealState('stateWithoutRandom', this.romMd5, snapshot.subarray(0, -this.console.randomBytes), pictures);
  }

  /**
   * Goes back to a cloned state. `screen` shows the picture that belongs to it.
   * @throws UserError for bytes that are no state, or one of another ROM or version; nothing changes then
   */
  restoreState(state: Uint8Array): void {
    const { console } = this;
    const { kind, payload } = openState(state, ['state', 'stateWithoutRandom'], this.romMd5, this.game.name);
    const snapshotBytes = console.snapshotBytes - (kind === 'state' ? 0 : console.randomBytes);
    const pictures = payload.subarray(snapshotBytes);
    if (payload.length < snapshotBytes || (pictures.length > 0 && pictures.length !== console.picturesBytes)) {
      throw new UserError(
        `the saved state is incomplete: ${payload.length} bytes, ${snapshotBytes} and pictures expected`,
      );
    }
    console.restore(payload.subarray(0, snapshotBytes));
    if (pictures.length > 0) console.restorePictures(pictures);
  }

  /** MD5 sum of the ROM, as 32 hexadecimal digits. */
  get romMd5(): string {
    this.romSum ??= md5(this.rom);
    return this.romSum;
  }

  close(): void {
    this.console.close();
  }
}

/** Beyond the eighteen actions: the console's RESET switch. */
const resetSwitch = 40;

const aleDefaults: Omit<Required<AleOptions>, 'mode'> = {
  seed: 0,
  repeatActionProbability: 0,
  frameSkip: 1,
  difficulty: 0,
  maxFramesPerEpisode: 0,
  truncateOnLossOfLife: false,
  sound: false,
  colourAveraging: false,
  rewardMin: -Infinity,
  rewardMax: Infinity,
};

/** The mode a game starts in where none is asked for. */
export function defaultMode(game: GameDefinition): number {
  return game.modes?.default ?? game.modes?.available[0] ?? 0;
}

function makeConsole(rom: Uint8Array, game: GameDefinition, emulator?: Emulator): Console {
  try {
    return new Console(rom, game.hardware, emulator);
  } catch (error) {
    throw new UserError(`${game.name}: ${(error as Error).message}`);
  }
}

/** Leaves out what was given as undefined, so that it does not hide a default. */
function defined(options: AleOptions): AleOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function checkOptions(game: GameDefinition, options: Required<AleOptions>): void {
  checkMode(game, options.mode);
  checkDifficulty(game, options.difficulty);
  if (!(options.repeatActionProbability >= 0 && options.repeatActionProbability <= 1)) {
    throw new UserError(`sticky actions: ${options.repeatActionProbability} is not a probability from 0 to 1`);
  }
  if (!(Number.isInteger(options.frameSkip) && options.frameSkip >= 1)) {
    throw new UserError(`frame skip: ${options.frameSkip} is not a whole number from 1 on`);
  }
  if (!(Number.isInteger(options.seed) && options.seed >= 0 && options.seed < 2 ** 32)) {
    throw new UserError(`seed: ${options.seed} is not a whole number from 0 to 4294967295`);
  }
}

function checkMode(game: GameDefinition, mode: number): void {
  const modes = game.modes?.available ?? [0];
  if (!modes.includes(mode)) throw new UserError(`${game.name} has no mode ${mode}: its modes are ${modes.join(', ')}`);
}

function checkDifficulty(game: GameDefinition, difficulty: number): void {
  const difficulties = game.difficulties ?? [0];
  if (difficulty !== 0 && !difficulties.includes(difficulty)) {
    throw new UserError(
      `${game.name} has no difficulty ${difficulty}: its difficulties are ${difficulties.join(', ')}`,
    );
  }
}

function checkRamWrite(index: number, value: number): void {
  if (!(Number.isInteger(index) && index >= 0 && index < 128))
    throw new RangeError(`RAM has no byte ${index} (0..127)`);
  if (!(Number.isInteger(value) && value >= 0 && value < 256)) throw new RangeError(`${value} is not a byte (0..255)`);
}

function checkAction(action: Action): void {
  if (!Number.isInteger(action) || action < 0 || action >= actionCount) {
    throw new RangeError(`${action} is not an ALE action (0..${actionCount - 1})`);
  }
}

/** Up, down, left, right of a joystick as four pins; 1 = not pressed. */
const pins: readonly number[] = actionNames.map(name => {
  const pressed = (direction: string): number => Number(name.includes(direction));
  // "upright" holds no "right" of its own: directions are told apart by what they begin with.
  const up = Number(name.startsWith('up'));
  const down = Number(name.startsWith('down'));
  return 0x0f & ~(up | (down << 1) | (pressed('left') << 2) | (pressed('right') << 3));
});

function joystickPins(action: number): number {
  return action === resetSwitch ? 0x0f : pins[action];
}

const fires: readonly boolean[] = actionNames.map(name => name.endsWith('fire'));

function firePin(action: number): number {
  return fires[action] ? 0 : 0x80;
}

function bitsOf(strength: number): number {
  floatBits[0] = strength;
  return intBits[0];
}

function floatOf(bits: number): number {
  intBits[0] = bits;
  return floatBits[0];
}

/** An object whose numbers live in the console's host words. */
function variablesOn(game: GameDefinition, words: () => Int32Array): Variables & Remembered {
  const places: Record<string, number> = { score: word.score, reward: word.reward, lives: word.lives, over: word.over };
  Object.keys(game.variables ?? {}).forEach((name, i) => {
    places[name] = word.variables + i;
  });
  const variables = {};
  for (const [name, place] of Object.entries(places)) {
    Object.defineProperty(variables, name, {
      enumerable: true,
      get: () => words()[place],
      set: (value: number) => {
        words()[place] = Number(value);
      },
    });
  }
  return variables as Variables & Remembered;
}
