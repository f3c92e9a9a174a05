import { imports, type Layout, translatedSignature } from './emit/imports.ts';
import { emitUnit } from './emit.ts';
import { type Place, type Rom, resetPlaces, trace } from './trace.ts';
import { encodeModule, type WasmFunction } from './wasm.ts';

/** The emulator in whose memory translated code runs. */
export interface Host {
  readonly memory: WebAssembly.Memory;
  /** What console.wasm exports. */
  readonly exports: object;
  allocate(bytes: number): number;
  release(address: number, bytes: number): void;
}

/** Code of a ROM that was translated in one go. */
interface Part {
  readonly module: WebAssembly.Module;
  /** Functions in the order of their numbers, with where their blocks begin. */
  readonly functions: readonly { readonly unit: number; readonly pcs: readonly number[] }[];
}

/** What has been translated in this process, by ROM and scheme: the first to come is the first to go. */
const translated = new Map<string, Part[]>();

/** So many ROMs are remembered when nobody plays them any more. */
const remembered = 128;

function partsOf(key: string): Part[] {
  let parts = translated.get(key);
  if (!parts) {
    parts = [];
    translated.set(key, parts);
    if (translated.size > remembered) translated.delete(translated.keys().next().value!);
  }
  return parts;
}

/** Frames after which the consoles of a ROM note what they execute, unless the emulator says otherwise. */
export const usualDelay = 256;

/** Nothing is translated after so many frames. */
const lastFrame = 2 ** 22;

/** So many interpreted instructions a frame are worth another translation. */
const worth = 40;

/** So many blocks are translated a frame: all at once would be a pause of many frames. */
const usualPace = 16;

/** Words at the beginning of a translation's memory, as in `assembly/translated.ts`. */
const seenWord = 0;
const interpretedWord = 4;
const functionsWord = 8;

/**
 * The translated code of one ROM, for all consoles of one emulator that have it in them.
 *
 * During the first frames of a ROM nothing happens: many consoles do not live longer. Then what is executed is noted, and
 * once that has gone on for as long again, everything that can be reached from there is translated. What is met later
 * without a translation is noted and added, at ever longer intervals. Results never depend on any of this.
 */
export class Translation {
  private readonly host: Host;
  private readonly rom: Rom;
  /** All that has been translated of the ROM, here or in other emulators. */
  private readonly known: Part[];
  private readonly layout: Layout & Record<'slots' | 'maximumFunctions', number>;
  private readonly functionsOf: Record<string, WebAssembly.ExportValue>;
  private readonly table: WebAssembly.Table;
  private readonly machines = new Set<number>();
  /** Places that functions of this ROM took in the table. */
  private readonly slots: number[] = [];
  /** Places where blocks begin: unit << 16 | pc. */
  private readonly heads = new Set<number>();
  private readonly places: number;
  private address = 0;
  private frames = 0;
  private due: number;
  private noted = 0;
  private notedAt = 0;
  /** How many of `known` are installed. */
  private parts = 0;
  private isOver = false;
  /** A translation under way, and how many of its blocks are done a frame. */
  private work: Generator<void, void> | undefined;
  private readonly pace: number;

  /** @param delay frames until anything happens; with fewer than the usual ones all blocks are translated at once */
  constructor(host: Host, key: string, rom: Rom, delay: number) {
    this.host = host;
    this.rom = rom;
    this.known = partsOf(key);
    this.functionsOf = host.exports as Record<string, WebAssembly.ExportValue>;
    this.table = this.functionsOf.table as WebAssembly.Table;
    this.layout = layoutOf(this.functionsOf);
    this.places = rom.units * rom.unitBytes;
    this.due = this.known.length > 0 ? 0 : delay;
    this.pace = delay < usualDelay ? Infinity : usualPace;
  }

  /** A console with this ROM. */
  join(machine: number): void {
    this.machines.add(machine);
    if (this.frames >= this.due) this.tryToProceed();
    this.setTranslation(machine, this.address);
  }

  /** A console is gone. Returns whether it was the last. */
  part(machine: number): boolean {
    this.machines.delete(machine);
    if (this.machines.size > 0) return false;
    if (this.address) this.host.release(this.address, this.bytes);
    for (const slot of this.slots) {
      this.table.set(slot, null);
      freeSlots(this.table).push(slot);
    }
    return true;
  }

  /** Call after every frame of any of the consoles. */
  countFrame(): void {
    this.frames++;
    if (this.work || this.frames >= this.due) this.tryToProceed();
  }

  private tryToProceed(): void {
    if (this.isOver) return;
    try {
      this.proceed();
    } catch (error) {
      // A page may forbid to compile code, or allow only small modules. The interpreter does the same, slower.
      if (!(error instanceof WebAssembly.CompileError || error instanceof RangeError)) throw error;
      this.isOver = true;
    }
  }

  /** Instructions that the interpreter has had to do since the first note was taken. */
  get interpretedInstructions(): number {
    return this.address ? this.words()[interpretedWord >> 2] : 0;
  }

  private get bytes(): number {
    return this.layout.entries + 5 * this.places;
  }

  private setTranslation(machine: number, address: number): void {
    (this.functionsOf.setTranslation as (machine: number, translation: number) => void)(machine, address);
  }

  private proceed(): void {
    if (this.parts < this.known.length) this.work = undefined; // another emulator's consoles were quicker
    if (!this.work) this.begin();
    for (let blocks = 0; this.work && blocks < this.pace; blocks++) {
      if (this.work.next().done) this.work = undefined;
    }
    while (this.parts < this.known.length) this.install(this.known[this.parts++]);
  }

  /** Begins to take notes, or to translate what has been noted. */
  private begin(): void {
    this.due = Math.max(1, this.frames) * 2;
    if (this.frames > lastFrame) this.isOver = true;
    if (!this.address) {
      this.address = this.host.allocate(this.bytes);
      this.words()[seenWord >> 2] = this.address + this.layout.entries + 4 * this.places;
      for (const machine of this.machines) this.setTranslation(machine, this.address);
    } else if (this.parts === this.known.length) {
      const interpreted = this.interpretedInstructions;
      const isWorthIt = interpreted - this.noted > worth * (this.frames - this.notedAt);
      this.noted = interpreted;
      this.notedAt = this.frames;
      if (isWorthIt) this.work = this.translate();
    }
  }

  private words(): Int32Array {
    return new Int32Array(this.host.memory.buffer, this.address, this.layout.entries >> 2);
  }

  /** Translates what has been noted, and all that can be reached from it. */
  private *translate(): Generator<void, void> {
    const { rom, layout } = this;
    const roots = [...(this.parts === 0 ? resetPlaces(rom) : []), ...this.takeNotes()];
    const blocks = trace(rom, roots, ({ unit, pc }) => this.heads.has((unit << 16) | pc));
    if (blocks.size === 0) return;
    const first = this.slots.length;
    if (first + blocks.size > layout.maximumFunctions) return;
    const units = [...blocks];
    const functions: WasmFunction[] = [];
    for (const [unit, list] of units) {
      functions.push(yield* emitUnit(rom, layout, unit, list, first + functions.length));
    }
    const code = encodeModule(imports, translatedSignature, functions);
    this.known.push({
      module: new WebAssembly.Module(code),
      functions: units.map(([unit, list]) => ({ unit, pcs: list.map(({ pc }) => pc) })),
    });
  }

  /** Where the interpreter has been. */
  private takeNotes(): Place[] {
    const { rom } = this;
    const seen = new Uint8Array(this.host.memory.buffer, this.words()[seenWord >> 2], this.places);
    const places: Place[] = [];
    for (let i = 0; i < seen.length; i++) {
      if (seen[i] === 0) continue;
      const unit = Math.floor(i / rom.unitBytes);
      const low = rom.unitBytes === 4096 ? 0x1000 | (i & 0xfff) : 0x1000 | ((unit >> 3) << 10) | (i & 0x3ff);
      places.push({ unit, pc: ((seen[i] & 7) << 13) | low });
    }
    seen.fill(0);
    return places;
  }

  private install({ module, functions }: Part): void {
    const { layout, table } = this;
    const { exports } = new WebAssembly.Instance(module, {
      env: { ...this.functionsOf, memory: this.host.memory },
    });
    const words = this.words();
    const entries = new Int32Array(this.host.memory.buffer, this.address + layout.entries, this.places);
    for (const { unit, pcs } of functions) {
      const number = this.slots.length;
      const slot = freeSlots(table).pop() ?? table.grow(1);
      table.set(slot, exports[number]);
      this.slots.push(slot);
      words[(layout.slots >> 2) + number] = slot;
      for (const [block, pc] of pcs.entries()) {
        const place = unit * this.rom.unitBytes + (pc & (this.rom.unitBytes - 1));
        entries[place] = (number << 16) | (pc & 0xe000) | (block + 1);
        this.heads.add((unit << 16) | pc);
      }
    }
    words[functionsWord >> 2] = this.slots.length;
  }
}

const free = new WeakMap<WebAssembly.Table, number[]>();

/** Places of a table that are not used any more. */
function freeSlots(table: WebAssembly.Table): number[] {
  let slots = free.get(table);
  if (!slots) {
    slots = [];
    free.set(table, slots);
  }
  return slots;
}

function layoutOf(exports: Record<string, WebAssembly.ExportValue>): Translation['layout'] {
  const number = (name: string): number => (exports[name] as WebAssembly.Global).value;
  return {
    window: number('AT_WINDOW'),
    translation: number('AT_TRANSLATION'),
    pc: number('AT_PC'),
    a: number('AT_A'),
    x: number('AT_X'),
    y: number('AT_Y'),
    sp: number('AT_SP'),
    nz: number('AT_NZ'),
    carry: number('AT_CARRY'),
    overflow: number('AT_OVERFLOW'),
    decimal: number('AT_DECIMAL'),
    interrupt: number('AT_INTERRUPT'),
    cycles: number('AT_CYCLES'),
    bank: number('AT_BANK'),
    entries: number('ENTRIES'),
    slots: number('SLOTS'),
    maximumFunctions: number('MAXIMUM_FUNCTIONS'),
    margin: number('MARGIN'),
    step: number('STEP'),
  };
}
