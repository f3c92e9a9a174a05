import { Emulator, type Picture } from '../../emulator/console.ts';
import { type Palette, paletteNamed, rgbOf } from '../../emulator/palettes.ts';
import { actionNames } from '../ale/actions.ts';
import { AleEnvironment } from '../ale/environment.ts';
import type { GameDefinition } from '../ale/game.ts';
import { openState, sealState } from '../ale/state.ts';
import type { Ale } from '../ale/types.ts';
import { UserError } from '../errors.ts';
import type { WorkMemory } from '../features/work-memory.ts';
import { Observer } from '../preprocess/observer.ts';
import type { Pipeline } from '../preprocess/pipelines.ts';
import { aleSeed, frameSkipSeed } from './gymnasium-seeds.ts';
import { NoopStarts } from './noop-starts.ts';
import { Pcg64 } from './numpy-random.ts';
import type { Box, Discrete, Environment, Info, Reset, Step } from './types.ts';

/** How an Atari environment differs from Gymnasium's defaults for `ALE/…-v5`. */
export interface AtariOptions {
  pipeline: Pipeline;
  /** Frames for which an action is held; [a, b]: a to b - 1 frames, drawn every step. */
  frameSkip: number | readonly [number, number];
  /** See `MakeOptions`. */
  seeding: 'direct' | 'gymnasium';
  /** Set before the first reset and after every seed, without a reset of its own: as AtariEnv of ale_py does it. */
  mode?: number;
  difficulty?: number;
  /** All eighteen actions instead of the game's minimal set. */
  fullActionSpace: boolean;
  /** Frames after which an episode is truncated; 0 = never. Pipelines that do not pool leave this to ALE. */
  maxFramesPerEpisode: number;
  /** A lost life terminates. */
  terminalOnLifeLoss: boolean;
  /** Rewards are cut to -1..1. */
  rewardClipping: boolean;
  /** Every episode begins with a random number of no-ops below this; 0 = none. */
  noopMax: number;
  /** Every episode begins with FIRE where the game has it. */
  fireReset: boolean;
}

/**
 * An Atari game as an environment: ALE, a frame skip, and an observation pipeline that runs in the console's memory.
 *
 * Pipelines that take the maximum of two frames behave as ALE's AtariVectorEnv in every detail: a step ends with the
 * frame that ends the episode, and the observation of that step is made of the frames before it. The others behave as
 * ALE's single Gymnasium environment: the observation is the picture as it is after the step.
 */
export class AtariEnvironment implements Environment<Uint8Array> {
  readonly observationSpace: Box;
  readonly actionSpace: Discrete;
  readonly actionMeanings: readonly string[];
  /** ALE action numbers, in the order of the action space. */
  readonly actions: readonly number[];
  readonly game: GameDefinition;
  readonly screenHeight: number;
  /** Called after every emulated frame of a step with its picture (palette indices, height x 160). */
  onFrame: ((screen: Uint8Array) => void) | undefined;

  readonly ale: Ale;
  /** Of the last step: 0 and false after a reset. */
  reward = 0;
  terminated = false;
  truncated = false;
  lives = 0;
  private readonly options: AtariOptions;
  private readonly own: AleEnvironment | undefined;
  private readonly emulator: Emulator;
  private readonly observer: Observer;
  private readonly palette: Palette;
  private readonly foreign: ForeignPicture | undefined;
  private readonly starts: NoopStarts;
  /** Draws the frame skips, where they are drawn. */
  private readonly skips: Pcg64;
  private elapsed = 0;
  private ended = true;
  /** What the second player holds, where there is one. */
  private second: number | undefined;

  /**
   * @param ale the game; must have frame skip 1
   * @param seed the environment's own random draws (no-op starts) begin from it, too
   */
  constructor(ale: Ale, options: AtariOptions, seed: number) {
    this.ale = ale;
    this.game = ale.game;
    this.options = options;
    this.own = ale instanceof AleEnvironment ? ale : undefined;
    this.emulator = this.own?.console.emulator ?? new Emulator();
    this.palette = this.own?.console.palette ?? paletteNamed('NTSC');
    this.screenHeight = ale.screenHeight;
    this.actions = options.fullActionSpace ? ale.legalActions : ale.minimalActions;
    this.actionMeanings = this.actions.map(action => actionNames[action]);
    this.actionSpace = { type: 'discrete', n: this.actions.length };
    this.observer = new Observer(this.emulator, options.pipeline, this.palette, 160, this.screenHeight);
    this.observationSpace = { type: 'box', low: 0, high: 255, shape: this.observer.shape, dtype: 'uint8' };
    // A blend of two pictures is no picture of the console's.
    const isConsoles = this.own && !ale.options.colourAveraging;
    this.foreign = isConsoles ? undefined : new ForeignPicture(this.emulator, this.screenHeight);
    this.starts = new NoopStarts(this.emulator, seed);
    this.skips = new Pcg64(frameSkipSeed(seed));
    this.chooseMode();
  }

  reset({ seed }: { seed?: number } = {}): Reset<Uint8Array> {
    this.begin(seed);
    return { observation: this.observation, info: this.info() };
  }

  step(action: number): Step<Uint8Array> {
    this.play(action);
    return this.result;
  }

  /** What the last step answered. */
  get result(): Step<Uint8Array> {
    const { observation, reward, terminated, truncated } = this;
    return { observation, reward, terminated, truncated, info: this.info() };
  }

  /** `reset` without its answer: what it leads to is read from the fields. For those who count every microsecond. */
  begin(seed?: number): void {
    const { ale, options } = this;
    // Of all the frames of a reset only the last is looked at, and it is drawn then.
    this.drawFrames('none');
    if (seed !== undefined) {
      ale.seed(aleSeed(seed, options.seeding));
      this.starts.seed(seed);
      this.skips.seed(frameSkipSeed(seed));
      this.chooseMode();
    }
    ale.reset();
    const fires = options.fireReset && this.actions.includes(1);
    if (fires) ale.act(1);
    for (let i = this.starts.draw(options.noopMax) - Number(fires); i > 0; i--) {
      ale.act(0);
      if (ale.gameOver()) ale.reset();
    }
    this.foreign?.push(ale.screen());
    this.observer.clear();
    if (options.pipeline.source === 'ram') this.observer.observeRam(ale.ram());
    else this.observer.observe(this.picture());
    this.elapsed = 0;
    this.endStep(0, false, false);
  }

  /** `step` without its answer: what it led to is read from the fields. */
  play(action: number): void {
    const number = this.actions[action];
    if (number === undefined) {
      throw new RangeError(`${action} is not an action of ${this.game.name}: 0..${this.actionSpace.n - 1}`);
    }
    this.playAction(number);
  }

  /**
   * `play` by ALE's number of an action.
   * @param strength 0..1, how far a paddle is turned
   */
  playAction(action: number, strength = 1): void {
    if (this.ended) throw new Error('the episode has ended: call reset() before the next step()');
    const { frameSkip, pipeline } = this.options;
    const frames = typeof frameSkip === 'number' ? frameSkip : this.skips.integer(...frameSkip);
    if (pipeline.maxPool) this.pooledStep(action, strength, frames);
    else this.plainStep(action, strength, frames);
  }

  /**
   * `playAction` for two players, on our own console.
   * @param second ALE's number of the second player's action
   */
  playBoth(first: number, second: number): void {
    this.needOwn();
    this.second = second;
    this.playAction(first);
    this.second = undefined;
  }

  /** One frame. */
  private act(action: number, strength: number): number {
    return this.second === undefined
      ? this.ale.act(action, strength)
      : this.own!.actBoth(action, this.second, strength);
  }

  /** The emulator's memory: observations lie there. */
  get memory(): WorkMemory {
    return this.emulator;
  }

  /** What is seen now. A view that the next step overwrites. */
  get observation(): Uint8Array {
    return this.observer.observation;
  }

  /** Emulator frames since the episode began. */
  get episodeFrameNumber(): number {
    return this.ale.episodeFrameNumber;
  }

  /** Emulator frames since the ROM was loaded. */
  get frameNumber(): number {
    return this.ale.frameNumber;
  }

  /** Whether the episode is over, so that nothing but a reset can follow. True before the first reset. */
  get hasEnded(): boolean {
    return this.ended;
  }

  /** A step as AtariVectorEnv makes it. */
  private pooledStep(action: number, strength: number, frameSkip: number): void {
    const { ale, options, observer } = this;
    const { maxFramesPerEpisode } = options;
    let reward = 0;
    let over = false;
    let lifeLost = false;
    let cut = false;
    let held: Picture | undefined;
    let left = frameSkip;
    for (; left > 0; left--) {
      this.drawFrames(left <= 2 ? 'all' : 'none');
      reward += this.act(action, strength);
      this.frameDone();
      over = ale.gameOver();
      this.elapsed++;
      lifeLost = ale.lives() < this.lives && ale.lives() > 0;
      cut = maxFramesPerEpisode > 0 && this.elapsed >= maxFramesPerEpisode;
      if (over || cut || (options.terminalOnLifeLoss && lifeLost)) break;
      if (left === 2) held = observer.hold(this.picture());
    }
    if (left === 0) observer.observe(this.picture(), held);
    else {
      // The frame that ended the episode is not looked at; the one before it only if it was to be.
      if (held) observer.poolMore(held);
      observer.observePooled();
    }
    const terminated = over || (options.terminalOnLifeLoss && lifeLost);
    this.endStep(reward, terminated, cut && !terminated);
  }

  /** A step as ALE's single environment makes it: every frame of the skip is acted, also behind the end. */
  private plainStep(action: number, strength: number, frameSkip: number): void {
    const { ale, options, observer } = this;
    const { pipeline } = options;
    let reward = 0;
    let lifeLost = false;
    for (let left = frameSkip; left > 0; left--) {
      this.drawFrames(left === 1 && pipeline.source !== 'ram' ? 'all' : 'none');
      const before = ale.episodeFrameNumber;
      reward += this.act(action, strength);
      if (ale.episodeFrameNumber === before) continue;
      this.frameDone();
      this.elapsed++;
      lifeLost ||= ale.lives() < this.lives && ale.lives() > 0;
    }
    if (pipeline.source === 'ram') observer.observeRam(ale.ram());
    else observer.observe(this.picture());
    this.endStep(reward, ale.gameOver(false) || (options.terminalOnLifeLoss && lifeLost), ale.gameTruncated());
  }

  private chooseMode(): void {
    const { mode, difficulty } = this.options;
    if (mode !== undefined) this.ale.setMode(mode);
    if (difficulty !== undefined) this.ale.setDifficulty(difficulty);
  }

  private endStep(reward: number, terminated: boolean, truncated: boolean): void {
    this.lives = this.ale.lives();
    this.reward = this.options.rewardClipping ? Math.max(-1, Math.min(1, reward)) : reward;
    this.terminated = terminated;
    this.truncated = truncated;
    this.ended = terminated || truncated;
  }

  private info(): Info {
    const { lives, episodeFrameNumber, frameNumber } = this;
    return { lives, episodeFrameNumber, frameNumber };
  }

  private frameDone(): void {
    this.foreign?.push(this.ale.screen());
    this.onFrame?.(this.ale.screen());
  }

  /** Only our own console can leave frames undrawn. */
  private drawFrames(which: 'all' | 'none'): void {
    const { own } = this;
    if (!own) return;
    own.drawing = this.kind();
    own.drawnFrames = which === 'all' || this.onFrame ? Infinity : 0;
  }

  /** Grey pictures are drawn as grey levels at once, where nobody wants to see their colours. */
  private kind(): 'grey' | 'palette' {
    const grey = this.options.pipeline.source === 'grey' && this.own && !this.onFrame;
    return grey ? 'grey' : 'palette';
  }

  private picture(): Picture {
    return this.foreign?.picture ?? this.own!.console.lastPicture(this.kind() === 'grey');
  }

  /** Palette indices of the current picture, screenHeight x 160. A view that the next step may change. */
  screen(): Uint8Array {
    return this.ale.screen();
  }

  /** Colours of the current picture, screenHeight x 160 x 3, newly made. */
  screenRgb(): Uint8Array {
    return rgbOf(this.screen(), this.palette);
  }

  /** 512 sound samples of the last frame; needs the option `sound`. A view that the next step overwrites. */
  sound(): Uint8Array {
    return this.ale.sound();
  }

  /** 128 bytes, live on our console. */
  ram(): Uint8Array {
    return this.ale.ram();
  }

  /**
   * Everything that decides what comes next: console, generators, the stack of observations. The bytes may go to a
   * file or another process.
   * @throws Error on the reference console, whose state cannot be kept across processes
   */
  snapshot(): Uint8Array {
    const own = this.needOwn();
    const parts = [own.cloneState(), this.observer.save(), this.starts.save(), this.skips.save()];
    const numbers = Int32Array.of(this.lives, this.elapsed, Number(this.ended), ...parts.map(part => part.length));
    return sealState('environment', own.romMd5, new Uint8Array(numbers.buffer), ...parts);
  }

  /**
   * Goes back to a snapshot of an environment with the same game and options.
   * @throws UserError for bytes that are no snapshot, or one of another ROM, version or pipeline
   */
  restore(snapshot: Uint8Array): void {
    const own = this.needOwn();
    const { payload } = openState(snapshot, ['environment'], own.romMd5, this.game.name);
    const numbers = new DataView(payload.buffer, payload.byteOffset, payload.length);
    let end = 28;
    const parts = [0, 1, 2, 3].map(i => {
      const start = end;
      end += numbers.getInt32(12 + 4 * i, true);
      return payload.subarray(start, end);
    });
    if (parts[1].length !== this.observer.savedBytes || parts[3].length !== Pcg64.bytes) {
      throw new UserError('the snapshot is of an environment with another pipeline, or incomplete');
    }
    own.restoreState(parts[0]);
    this.observer.load(parts[1]);
    this.starts.load(parts[2]);
    this.skips.load(parts[3]);
    this.lives = numbers.getInt32(0, true);
    this.elapsed = numbers.getInt32(4, true);
    this.ended = numbers.getInt32(8, true) !== 0;
  }

  private needOwn(): AleEnvironment {
    if (!this.own) throw new Error('the reference console cannot do this: use the console of openbrain');
    return this.own;
  }

  close(): void {
    this.observer.close();
    this.starts.close();
    this.ale.close();
  }
}

/** A picture that comes from outside the emulator's memory, brought in so that the same pipeline works on it. */
class ForeignPicture {
  readonly picture: Picture;
  private readonly emulator: Emulator;
  private readonly bytes: number;

  constructor(emulator: Emulator, height: number) {
    this.emulator = emulator;
    this.bytes = 160 * height;
    this.picture = { address: emulator.allocate(this.bytes), grey: false };
  }

  push(screen: Uint8Array): void {
    new Uint8Array(this.emulator.memory.buffer, this.picture.address, this.bytes).set(screen);
  }
}
