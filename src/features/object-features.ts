import { builtModule } from '../built-module.ts';
import { pack, unpack } from '../bytes.ts';
import type { FeatureExports } from './exports.ts';
import { layoutOf } from './layout.ts';
import { OwnMemory, type WorkMemory } from './work-memory.ts';

/** Height and width of a tile in pixels. */
export type Tile = readonly [height: number, width: number];

export interface ObjectFeatureOptions {
  /** Divisions of the screen; each has features of its own. Default: the paper's, 15 x 10. */
  tiles?: readonly Tile[];
  /** Steps of the offsets seen from moving blobs (assembly/motion.ts), in pixels. Default: none, as in the paper. */
  motionSteps?: readonly Tile[];
  /** Where to work: pictures that lie there are read in place. Default: a memory of its own. */
  memory?: WorkMemory;
}

/**
 * The object features of Blob-PROST (Liang, Machado, Talvitie & Bowling 2016, arXiv:1512.01563, section 6): a picture
 * goes in, the numbers of the features that hold come out. Features that have always held together are one: a number
 * stands for a group of them. Numbers are given out as things are seen, beginning with 0.
 *
 * While learning, unseen features get numbers, and a group of which only a part holds is divided: the part gets a new
 * number (see `divided`). Otherwise nothing changes, unseen features are left out, and `shares` says how much of a group
 * holds.
 *
 * It works in the memory that it is given, an emulator's where pictures come from one: they are read where they were made.
 * Pictures from elsewhere are copied once (33,600 bytes, about a microsecond). What it keeps grows with what is seen, so
 * `see` may move that memory: views of it that were taken before are empty then.
 */
export class ObjectFeatures {
  /** The module's functions, for what else works in its memory. */
  readonly exports: FeatureExports;
  readonly width: number;
  readonly height: number;
  private readonly home: WorkMemory;
  /** Pieces of the memory that it was lent. */
  private readonly pieces: { address: number; bytes: number }[] = [];
  /** Where pictures are copied to that lie elsewhere, and where the last one lies. */
  private readonly room: number;
  private seen = 0;
  /** The whole memory; taken anew whenever it has grown. */
  private bytes: Uint8Array<ArrayBuffer>;

  /**
   * @param width of the pictures
   * @throws RangeError for tiles that make more features than there are keys
   */
  constructor(
    width: number,
    height: number,
    { tiles = [[15, 10]], motionSteps = [], memory }: ObjectFeatureOptions = {},
  ) {
    this.home = memory ?? new OwnMemory();
    const env = { memory: this.home.memory, lend: (bytes: number) => this.lend(bytes) };
    const exports = new WebAssembly.Instance(builtModule('features'), { env }).exports as unknown as FeatureExports;
    this.exports = exports;
    this.width = width;
    this.height = height;
    exports.prepareBlobs(width, height);
    let keys = 0;
    for (const tile of tiles) {
      const { rows, columns, bias } = layoutOf(width, height, tile);
      exports.addDivision(...tile, rows, columns);
      keys += bias;
    }
    if (keys > 2 ** 30) throw new RangeError(`tiles of ${tiles.join(' and ')} make ${keys} features: too many`);
    exports.prepareGroups();
    if (motionSteps.length > 0) exports.prepareMotion(width, height, exports.biasKey() + 1);
    for (const [down, across] of motionSteps) exports.addSteps(down, across);
    this.room = exports.roomAddress();
    this.bytes = new Uint8Array(exports.memory.buffer as ArrayBuffer);
  }

  /** All numbers are below this. */
  get size(): number {
    return this.exports.groupCount();
  }

  /** How many single features have ever held. */
  get known(): number {
    return this.exports.knownFeatures();
  }

  /**
   * The numbers of what holds in the next picture. A view that the next call overwrites; its order means nothing.
   * @param picture palette indices, row by row
   */
  see(picture: Uint8Array, learning = true): Int32Array {
    if (picture.length !== this.width * this.height) {
      throw new RangeError(`a picture of ${picture.length} pixels is not ${this.width} x ${this.height}`);
    }
    this.seen = this.placeOf(picture);
    this.exports.see(this.seen, learning);
    return this.active;
  }

  /** Where a picture lies in the memory, and the 16 bytes behind it; it is copied there if need be. */
  private placeOf(picture: Uint8Array): number {
    const { memory } = this;
    const end = picture.byteOffset + picture.length + 16;
    if (picture.buffer === memory.buffer && end <= memory.length) return picture.byteOffset;
    memory.set(picture, this.room);
    return this.room;
  }

  /**
   * The last picture, as long as whoever made it has not overwritten it.
   * @throws Error where there was none
   */
  get picture(): Uint8Array {
    if (this.seen === 0) throw new Error('nothing was seen yet');
    return this.memory.subarray(this.seen, this.seen + this.width * this.height);
  }

  /** What `see` last returned. */
  get active(): Int32Array {
    return new Int32Array(this.memory.buffer, this.exports.activeAddress(), this.exports.activeCount());
  }

  /** The share of each of `active` that holds: 1 while learning. A view that the next call overwrites. */
  get shares(): Float32Array {
    return new Float32Array(this.memory.buffer, this.exports.sharesAddress(), this.exports.activeCount());
  }

  /** How many features each number stands for. A view that the next call overwrites. */
  get sizes(): Int32Array {
    return new Int32Array(this.memory.buffer, this.exports.sizesAddress(), this.exports.groupCount());
  }

  /**
   * Groups that the last picture divided: pairs of the old number, for what does not hold, and the new one, for what does.
   * Who learnt something for the old number may want to begin with it for the new one.
   */
  get divided(): Int32Array {
    return new Int32Array(this.memory.buffer, this.exports.dividedAddress(), 2 * this.exports.dividedCount());
  }

  /** Colour (palette index >> 1), left, right, upper and lower edge of each blob of the last picture, one after another. */
  get blobs(): Int32Array {
    return new Int32Array(this.memory.buffer, this.exports.blobsAddress(), 5 * this.exports.blobCount());
  }

  /** The same of the picture before; empty where there is none. */
  get earlierBlobs(): Int32Array {
    return new Int32Array(this.memory.buffer, this.exports.earlierBlobsAddress(), 5 * this.exports.earlierBlobCount());
  }

  /** A new episode: the next picture has none before it. */
  forget(): void {
    this.exports.forget();
  }

  /** Everything that decides which numbers later pictures get, and what holds now. */
  save(): Uint8Array {
    const { exports } = this;
    const active = this.active.slice();
    const shares = this.shares.slice();
    const blobs = this.blobs.slice();
    const known = exports.saveGroups();
    const triples = exports.tripleCount();
    return pack(
      { groups: exports.groupCount() },
      {
        active,
        shares,
        blobs,
        keys: this.words(exports.keysAddress(), known),
        groupsOfKeys: this.words(exports.groupsOfKeysAddress(), known),
        triples: this.words(exports.triplesAddress(triples), triples),
      },
    );
  }

  /**
   * Only into an object that has seen nothing.
   * @param state what `save` returned, of an object with the same options
   */
  load(state: Uint8Array): void {
    const { exports } = this;
    if (this.size > 0) throw new Error('features can only be loaded where nothing was seen yet');
    const { values, arrays } = unpack<{ groups: number }>(state);
    const { blobs, keys, groupsOfKeys, triples, active, shares } = arrays;
    this.write(exports.blobsAddress(), blobs);
    exports.setBlobCount(blobs.length / 5);
    exports.loadPlaces();
    exports.makeRoom(keys.length);
    this.write(exports.keysAddress(), keys);
    this.write(exports.groupsOfKeysAddress(), groupsOfKeys);
    exports.loadGroups(keys.length, values.groups);
    exports.setActive(active.length);
    this.write(exports.activeAddress(), active);
    this.write(exports.sharesAddress(), shares);
    this.write(exports.triplesAddress(triples.length), triples);
    exports.numberTriples();
  }

  /** The memory of the module as bytes, as it is now. */
  get memory(): Uint8Array<ArrayBuffer> {
    if (this.bytes.length === 0) this.bytes = new Uint8Array(this.exports.memory.buffer as ArrayBuffer);
    return this.bytes;
  }

  /** Gives its parts of the memory back. It is of no more use then. */
  close(): void {
    for (const { address, bytes } of this.pieces.splice(0)) this.home.release(address, bytes);
  }

  private lend(bytes: number): number {
    const address = this.home.allocate(bytes >>> 0);
    this.pieces.push({ address, bytes: bytes >>> 0 });
    return address;
  }

  private words(address: number, count: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, address, count).slice();
  }

  private write(address: number, array: ArrayBufferView): void {
    this.memory.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), address);
  }
}
