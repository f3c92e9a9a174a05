import { pack, unpack } from '../bytes.ts';
import type { FeatureExports } from './exports.ts';
import { layoutOf } from './layout.ts';
import { featuresModule } from './module.ts';

/** Height and width of a tile in pixels. */
export type Tile = readonly [height: number, width: number];

export interface ObjectFeatureOptions {
  /** Divisions of the screen; each has features of its own. Default: the paper's, 15 x 10. */
  tiles?: readonly Tile[];
  /** Steps of the offsets seen from moving blobs (assembly/motion.ts), in pixels. Default: none, as in the paper. */
  motionSteps?: readonly Tile[];
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
 * Works in a WebAssembly memory of its own; a picture is copied there once (33,600 bytes, about a microsecond).
 */
export class ObjectFeatures {
  /** The module's functions, for what else works in its memory. */
  readonly exports: FeatureExports;
  readonly width: number;
  readonly height: number;
  private readonly screen: number;
  /** The whole memory; taken anew whenever it has grown. */
  private bytes: Uint8Array<ArrayBuffer>;

  /**
   * @param width of the pictures
   * @throws RangeError for tiles that make more features than there are keys
   */
  constructor(width: number, height: number, { tiles = [[15, 10]], motionSteps = [] }: ObjectFeatureOptions = {}) {
    const instance = new WebAssembly.Instance(featuresModule());
    const exports = instance.exports as unknown as FeatureExports;
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
    this.screen = exports.screenAddress();
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
    this.memory.set(picture, this.screen);
    this.exports.see(learning);
    return this.active;
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

  private words(address: number, count: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, address, count).slice();
  }

  private write(address: number, array: ArrayBufferView): void {
    this.memory.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), address);
  }
}
