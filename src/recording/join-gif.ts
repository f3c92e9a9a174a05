/**
 * Animated GIFs of the same size one after the other as one: so that a long film can be encoded in pieces, of which only
 * one is in memory. Source: GIF89a specification (CompuServe, 1990).
 *
 * A file is a header, the screen's size, a table of colours for all pictures, then blocks: extensions (0x21) and
 * pictures (0x2C), at last 0x3B. The tables of the pieces differ, so every picture gets the one of its piece.
 */

/** What comes before the first picture: no table of colours, and a loop for ever. */
export function gifHead(width: number, height: number): Buffer {
  const head = Buffer.alloc(13);
  head.write('GIF89a', 0, 'latin1');
  head.writeUInt16LE(width, 6);
  head.writeUInt16LE(height, 8);
  const loop = Buffer.from([0x21, 0xff, 0x0b, ...Buffer.from('NETSCAPE2.0', 'latin1'), 3, 1, 0, 0, 0]);
  return Buffer.concat([head, loop]);
}

export const gifTail = Buffer.of(0x3b);

/** The pictures of one piece, each with its timing and its table of colours. */
export function gifPictures(piece: Buffer): Buffer {
  const parts: Buffer[] = [];
  const common = colourTable(piece, 10, 13);
  let at = 13 + common.length;
  while (piece[at] !== 0x3b) {
    if (piece[at] === 0x21) {
      const end = endOfBlocks(piece, at + 2);
      const isTiming = piece[at + 1] === 0xf9;
      if (isTiming) parts.push(piece.subarray(at, end));
      at = end;
    } else if (piece[at] === 0x2c) {
      const own = colourTable(piece, at + 9, at + 10);
      const descriptor = Buffer.from(piece.subarray(at, at + 10));
      // The flag "has a table" and the table's size, as it was said of the common one.
      if (own.length === 0) descriptor[9] = (descriptor[9] & 0x78) | 0x80 | (piece[10] & 0x07);
      const data = at + 10 + own.length;
      const end = endOfBlocks(piece, data + 1);
      parts.push(descriptor, own.length === 0 ? common : own, piece.subarray(data, end));
      at = end;
    } else throw new RangeError(`not a block of a GIF: ${piece[at]} at byte ${at}`);
  }
  return Buffer.concat(parts);
}

/** @param flags where the byte stands that says whether there is a table, and how long */
function colourTable(file: Buffer, flags: number, start: number): Buffer {
  const length = file[flags] & 0x80 ? 3 * 2 ** ((file[flags] & 0x07) + 1) : 0;
  return file.subarray(start, start + length);
}

/** Blocks of data each begin with their length; one of length 0 is the last. */
function endOfBlocks(file: Buffer, start: number): number {
  let at = start;
  while (file[at] !== 0) at += file[at] + 1;
  return at + 1;
}
