import { cartridgeLayout, detectCartridge, largestRom } from './cartridges.ts';
import { Emulator } from './emulator.ts';
import type { Exports } from './exports.ts';
import { type Palette, paletteNamed } from './palettes.ts';
import { type CartridgeType, type ConsoleProperties, defaultProperties } from './properties.ts';
import type { Translation } from './translator/translation.ts';

export { Emulator, type EmulatorOptions } from './emulator.ts';

/** Which grey levels the pictures of a console are drawn in, or palette indices. */
export type Drawing = 'off' | 'palette' | 'grey';

/** A picture in the emulator's memory: height x 160 grey levels or palette indices. */
export interface Picture {
  address: number;
  grey: boolean;
}

/** What the controllers and switches show the machine during the next frames. */
export interface Inputs {
  /** Port A: bit 4..7 left up, down, left, right, bit 0..3 right; 1 = not pressed. */
  portA: number;
  /** Port B: bit 0 RESET, bit 1 SELECT (0 = pressed), bit 3 colour, bit 6 and 7 left and right difficulty A. */
  portB: number;
  /** Fire buttons of the two joysticks: 0x80 = not pressed, 0 = pressed. */
  fire: readonly [number, number];
  /** Resistances of the four paddles in ohms; Infinity = none connected. */
  paddles: readonly [number, number, number, number];
}

/** Nothing pressed, two joysticks, switches as Stella's defaults have them. */
export const restingInputs: Inputs = {
  portA: 0xff,
  portB: 0x3f,
  fire: [0x80, 0x80],
  paddles: [Infinity, Infinity, Infinity, Infinity],
};

/** A console as it was when it had been switched on, and its television standard. */
interface PoweredOn {
  readonly format: ConsoleProperties['format'];
  readonly state: Uint8Array;
}

/** By scheme, ROM and properties: the first to come is the first to go. */
const poweredOn = new Map<string, PoweredOn>();

/** So many are remembered when no console is like that any more. */
const remembered = 128;

/** An Atari 2600 with a cartridge in it, exact to the Stella inside ALE, frame by frame. */
export class Console {
  readonly emulator: Emulator;
  readonly properties: ConsoleProperties;
  /** The scheme the cartridge is read by. */
  readonly cartridge: CartridgeType;
  /** Pixels per line. */
  readonly width = 160;
  /** Visible lines. */
  readonly height: number;
  /** Colours of the television standard that was given or detected. */
  readonly palette: Palette;
  /** 128 bytes of RAM, live: what is written here is what the program reads. */
  ram!: Uint8Array;
  /** Words of the snapshot that belong to whoever drives the console. */
  hostWords!: Int32Array;

  private readonly exports: Exports;
  private readonly machine: number;
  private readonly bytes: number;
  private readonly romKey: string;
  private readonly translationKey: string;
  private readonly translation: Translation | undefined;
  private readonly poweredOn: Uint8Array;
  private readonly stateOffset: number;
  private readonly stateLength: number;
  private inputs!: Int32Array;
  private drawing: Drawing = 'palette';
  private state!: Uint8Array;
  private readonly views = new Map<number, Uint8Array>();
  private soundAt = 0;
  private readonly forget: () => void;

  /**
   * Puts a cartridge in and switches the console on. Where the properties leave the television standard open, 60
   * frames are played to find it, as Stella does.
   * @throws Error where no cartridge scheme fits the ROM
   */
  constructor(rom: Uint8Array, properties: Partial<ConsoleProperties> = {}, emulator: Emulator = new Emulator()) {
    this.emulator = emulator;
    this.exports = emulator.exports;
    this.properties = { ...defaultProperties, ...properties };
    const read = rom.subarray(0, largestRom);
    const type = this.properties.cartridge === 'auto' ? detectCartridge(read) : this.properties.cartridge;
    if (!type) throw new Error(`no cartridge scheme fits a ROM of ${rom.length} bytes`);
    this.cartridge = type;
    const layout = cartridgeLayout(type);
    const ram = layout.ram ?? 0;
    const image = layout.image(read);
    this.romKey = `rom ${fingerprint(image)}`;
    const romAddress = emulator.share(this.romKey, image);

    // PAL pictures are 250 lines high unless the properties say otherwise; the detection below may find one.
    const tallest = Math.max(this.properties.height, this.properties.height === 210 ? 250 : 0, 200);
    const rows = this.properties.format === 'NTSC' ? Math.max(this.properties.height, 200) : tallest;
    this.bytes = this.exports.machineBytes(ram, rows) + (layout.window ?? 0);
    this.machine = emulator.allocate(this.bytes);
    this.stateOffset = this.machine + this.exports.stateStart();
    this.stateLength = this.exports.stateEnd(ram) - this.exports.stateStart();
    this.exports.build(
      this.machine,
      romAddress,
      read.length,
      layout.scheme,
      Number(layout.superchip ?? false),
      layout.resetBank ?? 0,
      ram,
      rows,
    );
    this.translationKey = `${type} ${this.romKey}`;
    this.translation = emulator.translate(this.translationKey, image, layout, this.machine);
    this.forget = emulator.onMove(() => this.view());
    this.view();
    this.setInputs(startInputs(this.properties));

    const { format, state } = this.firstPowerOn(read.length);
    this.poweredOn = state;
    let height = this.properties.height;
    if ((format === 'PAL' || format === 'SECAM') && height === 210) height = 250;
    this.height = Math.max(height, 200);
    this.palette = televisionPalette(format);
    this.display(format, height);
    this.powerOn();
  }

  /** What the machine is like once it is switched on and its television standard known, the same every time. */
  private firstPowerOn(romBytes: number): PoweredOn {
    const key = `${this.translationKey} ${romBytes} ${JSON.stringify(this.properties)}`;
    let known = poweredOn.get(key);
    if (!known) {
      const { format, height } = this.properties;
      this.display(format, height);
      known = { format: format === 'auto' ? this.detectFormat() : format, state: this.snapshot() };
      poweredOn.set(key, known);
      if (poweredOn.size > remembered) poweredOn.delete(poweredOn.keys().next().value!);
    }
    return known;
  }

  /** Plays 60 frames; a picture of more than 285 lines in at least 15 of the last 30 is PAL. */
  private detectFormat(): 'PAL' | 'NTSC' {
    this.draw('off');
    this.exports.reset(this.machine);
    let tall = 0;
    for (let i = 0; i < 60; i++) {
      this.exports.frame(this.machine);
      if (i >= 30 && this.exports.lines(this.machine) > 285) tall++;
    }
    this.draw('palette');
    return tall >= 15 ? 'PAL' : 'NTSC';
  }

  private display(format: ConsoleProperties['format'], height: number): void {
    const { yStart, hmoveBlanks } = this.properties;
    const pal = Number(format.startsWith('PAL'));
    const palette = televisionPalette(format);
    const shadeTable = this.emulator.share(`greys ${palette.name}`, palette.grey);
    this.exports.setDisplay(this.machine, yStart, height, pal, Number(hmoveBlanks), shadeTable);
  }

  private view(): void {
    const { buffer } = this.emulator.memory;
    this.ram = new Uint8Array(buffer, this.machine + 0x80, 128);
    this.hostWords = new Int32Array(buffer, this.machine + this.exports.hostWordsOffset(), 64);
    this.inputs = new Int32Array(buffer, this.machine + this.exports.inputsOffset(), 8);
    this.state = new Uint8Array(buffer, this.stateOffset, this.stateLength);
    this.views.clear();
  }

  /** Back to the moment at which the console was new: switched on, reset, nothing pressed. */
  powerOn(): void {
    this.restore(this.poweredOn);
    this.exports.reset(this.machine);
  }

  /** The reset line: all chips start over, RAM stays as it is. */
  reset(): void {
    this.exports.reset(this.machine);
  }

  /** Sets what controllers and switches show from now on. */
  setInputs({ portA, portB, fire, paddles }: Inputs): void {
    const words = this.inputs;
    words[0] = portA;
    words[1] = portB;
    words[2] = fire[0];
    words[3] = fire[1];
    for (let i = 0; i < 4; i++) words[4 + i] = chargeCycles(paddles[i]);
  }

  /** Runs until the program has finished a picture (or 25,000 instructions without one have passed). */
  frame(): void {
    this.exports.frame(this.machine);
    this.translation?.countFrame();
  }

  /**
   * Instructions that had to be interpreted since the consoles of this ROM began to have their code translated, in all
   * of them; 0 before. Little more is added once everything has been met.
   */
  get interpretedInstructions(): number {
    return this.translation?.interpretedInstructions ?? 0;
  }

  /** The picture: height x 160 palette indices, row by row. A view that the next frame overwrites. */
  get screen(): Uint8Array {
    return this.picture(this.exports.picture(this.machine, 0));
  }

  /** The picture of the frame before the last, as `screen`. */
  get previousScreen(): Uint8Array {
    return this.picture(this.previousPicture().address);
  }

  private picture(address: number): Uint8Array {
    let view = this.views.get(address);
    if (!view) {
      // The console's own picture, and now and then another one that was lent.
      if (this.views.size > 3) this.views.clear();
      view = new Uint8Array(this.emulator.memory.buffer, address, this.height * 160);
      this.views.set(address, view);
    }
    return view;
  }

  /**
   * Where the picture of the last frame lies in the emulator's memory, and what it holds: grey levels where `grey` will
   * do and it was drawn so. Good until the next frame.
   */
  lastPicture(grey: boolean): Picture {
    const address = this.exports.picture(this.machine, Number(grey));
    return { address, grey: this.exports.pictureIsGrey(this.machine) === 1 };
  }

  /** The picture of the frame before the last, as `lastPicture`. Who asks has the console keep a second picture. */
  previousPicture(): Picture {
    return { address: this.exports.drawnPrevious(this.machine), grey: false };
  }

  /** How the next frames are drawn. Not drawing saves time and changes nothing: a picture that is looked at all the same
   * is drawn then. */
  draw(drawing: Drawing): void {
    if (drawing === this.drawing) return;
    this.drawing = drawing;
    this.exports.setDrawing(this.machine, Number(drawing !== 'off'), Number(drawing === 'grey'));
  }

  /** From now on `makeSound` may be called. Costs 512 bytes; consoles that nobody listens to pay nothing. */
  enableSound(): void {
    this.soundAt ||= this.emulator.allocate(this.exports.soundBytes());
  }

  /**
   * Lets the two voices sound for another 512 samples, with the registers as the last frame left them: what ALE does
   * once an `act`. The voices' state goes into snapshots, the samples do not.
   * @throws Error without `enableSound`
   */
  makeSound(): void {
    this.exports.sound(this.machine, this.soundPlace());
  }

  /**
   * The last 512 samples, mono, 31,400 a second, 128 = silence; zeros before the first. A view that the next
   * `makeSound` overwrites.
   * @throws Error without `enableSound`
   */
  get soundSamples(): Uint8Array {
    return new Uint8Array(this.emulator.memory.buffer, this.soundPlace(), this.exports.soundBytes());
  }

  private soundPlace(): number {
    if (!this.soundAt) throw new Error('the console makes no sound: call enableSound() first');
    return this.soundAt;
  }

  /** Reads any address as the processor would, side effects included. */
  peek(address: number): number {
    return this.exports.peek(this.machine, address);
  }

  /** Writes any address as the processor would. */
  poke(address: number, value: number): void {
    this.exports.poke(this.machine, address, value);
  }

  /** Seeds the generator that belongs to whoever drives the console (ALE: sticky actions). */
  seed(seed: number): void {
    this.exports.seedEnvironment(this.machine, seed);
  }

  /** A 32-bit draw of that generator. */
  random(): number {
    return this.exports.drawEnvironment(this.machine) >>> 0;
  }

  /**
   * Bytes of the emulator's memory that this console has to itself now: its block with one picture, a second picture
   * while frames end early or somebody asks for the one before, sound samples. The ROM and its translation are shared.
   */
  get memoryBytes(): number {
    const { exports, machine, bytes, soundAt } = this;
    return bytes + exports.lentBytes(machine) + (soundAt ? exports.soundBytes() : 0);
  }

  /** Bytes at the end of a snapshot that hold the driver's generator. */
  get randomBytes(): number {
    return this.exports.randomBytes();
  }

  /** Bytes of a snapshot. */
  get snapshotBytes(): number {
    return this.stateLength;
  }

  /**
   * Everything that decides the future: RAM, chips, bank, inputs, the driver's words, both generators. One copy of
   * memory. The pictures are not in it but made again from the last frames' beginnings; where that cannot be done, a
   * snapshot that should look right at once needs `pictureSnapshot`, too.
   * @param into where to put it; default: a new array
   */
  snapshot(into: Uint8Array = new Uint8Array(this.stateLength)): Uint8Array {
    into.set(this.state);
    return into;
  }

  /**
   * Goes back to a snapshot of a console with the same ROM and properties. One that lacks its last `randomBytes` bytes
   * will do, too: the driver's generator then stays as it is.
   * @throws RangeError for bytes of another length
   */
  restore(snapshot: Uint8Array): void {
    const { length } = snapshot;
    if (length !== this.stateLength && length !== this.stateLength - this.randomBytes) {
      throw new RangeError(`a snapshot of this console has ${this.stateLength} bytes, this has ${length}`);
    }
    this.state.set(snapshot);
    this.exports.restored(this.machine);
  }

  /**
   * What a snapshot cannot make again: the pictures of frames that ended early or have been given up, whose lines come
   * from frames long ago. Undefined where nothing is missing, which is the rule.
   */
  pictureSnapshot(): Uint8Array | undefined {
    if (!this.exports.needsPictures(this.machine)) return undefined;
    const bytes = this.picturesBytes;
    const place = this.emulator.allocate(bytes);
    this.exports.copyPicturesOut(this.machine, place);
    const pictures = new Uint8Array(this.emulator.memory.buffer, place, bytes).slice();
    this.emulator.release(place, bytes);
    return pictures;
  }

  /** Bytes of a `pictureSnapshot`. */
  get picturesBytes(): number {
    return this.exports.picturesBytes(this.machine);
  }

  /**
   * Call after `restore` with what `pictureSnapshot` gave beside the snapshot.
   * @throws RangeError for bytes of another length
   */
  restorePictures(pictures: Uint8Array): void {
    const bytes = this.picturesBytes;
    if (pictures.length !== bytes) {
      throw new RangeError(`the pictures of this console have ${bytes} bytes, these have ${pictures.length}`);
    }
    const place = this.emulator.allocate(bytes);
    new Uint8Array(this.emulator.memory.buffer, place, bytes).set(pictures);
    this.exports.copyPicturesIn(this.machine, place);
    this.emulator.release(place, bytes);
  }

  /** Gives the console's memory back. It must not be used afterwards. */
  close(): void {
    this.forget();
    this.emulator.untranslate(this.translationKey, this.machine);
    this.exports.dispose(this.machine);
    if (this.soundAt) this.emulator.release(this.soundAt, this.exports.soundBytes());
    this.emulator.release(this.machine, this.bytes);
    this.emulator.unshare(this.romKey);
  }
}

function televisionPalette(format: ConsoleProperties['format']): Palette {
  return paletteNamed(format.startsWith('PAL') ? 'PAL' : format === 'SECAM' ? 'SECAM' : 'NTSC');
}

/** Cycles until a paddle's capacitor is charged through so many ohms; -2 at once, -1 never. */
function chargeCycles(ohms: number): number {
  if (ohms === Infinity) return -1;
  if (ohms === 0) return -2;
  return Math.trunc(1.6 * ohms * 0.01e-6 * 1.19e6);
}

/** What the machine sees before anybody has touched it. Stella's paddles have no resistance then. */
function startInputs(properties: ConsoleProperties): Inputs {
  const left = properties.leftController === 'paddles' ? 0 : Infinity;
  const right = properties.rightController === 'paddles' ? 0 : Infinity;
  return { ...restingInputs, portB: restingSwitches(properties), paddles: [left, left, right, right] };
}

/** Port B with nothing pressed, by the properties. */
export function restingSwitches(properties: ConsoleProperties): number {
  return (
    0x37 |
    (properties.television === 'colour' ? 0x08 : 0) |
    (properties.leftDifficulty === 'A' ? 0x40 : 0) |
    (properties.rightDifficulty === 'A' ? 0x80 : 0)
  );
}

/** FNV-1a over the bytes, twice: enough to tell the ROMs of one process apart. */
function fingerprint(bytes: Uint8Array): string {
  let a = 0x811c9dc5;
  let b = 0x01234567;
  for (const byte of bytes) {
    a = Math.imul(a ^ byte, 0x01000193);
    b = Math.imul(b ^ byte, 0x85ebca6b) ^ (b >>> 13);
  }
  return `${bytes.length}-${a >>> 0}-${b >>> 0}`;
}
