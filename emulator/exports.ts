/** The functions of `assembly/index.ts`. Addresses and sizes are byte offsets in the module's memory. */
export interface Exports {
  initialise(): void;
  heapStart(): number;
  machineBytes(cartridgeRam: number, height: number): number;
  stateEnd(cartridgeRam: number): number;
  stateStart(): number;
  randomBytes(): number;
  hostWordsOffset(): number;
  inputsOffset(): number;
  build(
    machine: number,
    rom: number,
    romSize: number,
    scheme: number,
    superchip: number,
    resetBank: number,
    cartridgeRam: number,
    height: number,
  ): void;
  lentBytes(machine: number): number;
  dispose(machine: number): void;
  setDisplay(
    machine: number,
    yStart: number,
    height: number,
    pal: number,
    hmoveBlanks: number,
    shadeTable: number,
  ): void;
  reset(machine: number): void;
  frame(machine: number): void;
  lines(machine: number): number;
  setDrawing(machine: number, drawing: number, grey: number): void;
  picture(machine: number, grey: number): number;
  pictureIsGrey(machine: number): number;
  drawnPrevious(machine: number): number;
  needsPictures(machine: number): number;
  picturesBytes(machine: number): number;
  copyPicturesOut(machine: number, to: number): void;
  copyPicturesIn(machine: number, from: number): void;
  sound(machine: number, to: number): void;
  soundBytes(): number;
  peek(machine: number, address: number): number;
  poke(machine: number, address: number, value: number): void;
  restored(machine: number): void;
  pool(to: number, a: number, b: number, bytes: number): void;
  greyLevels(to: number, from: number, bytes: number, table: number): void;
  colours(to: number, from: number, bytes: number, table: number): void;
  prepareShrink84(table: number): void;
  poolShrink84(to: number, pooled: number, a: number, b: number, table: number, work: number): void;
  shrink(
    to: number,
    toWidth: number,
    toHeight: number,
    from: number,
    fromWidth: number,
    fromHeight: number,
    channels: number,
    work: number,
  ): void;
  seedRandom(state: number, seed: number): void;
  nextRandom(state: number): number;
  readonly SHRINK84_TABLE_BYTES: WebAssembly.Global;
  readonly SHRINK84_WORK_BYTES: WebAssembly.Global;
  readonly RANDOM_BYTES: WebAssembly.Global;
  /** Functions of translated code, and what the machine calls. */
  readonly table: WebAssembly.Table;
  readonly AT_PLAIN_FIRST: WebAssembly.Global;
  readonly AT_PLAIN_SPAN: WebAssembly.Global;
  seedEnvironment(machine: number, seed: number): void;
  drawEnvironment(machine: number): number;
}
