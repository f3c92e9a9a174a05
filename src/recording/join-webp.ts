/**
 * Animated WebPs of the same size one after the other as one: so that a long film can be encoded in pieces, of which
 * only one is in memory. Source: WebP Container Specification (Google), "Extended File Format" and "Animation".
 *
 * A file is RIFF: chunks of a four-letter name, a length and content, padded to an even length. Of an animation they are
 * VP8X (flags and size), ANIM (background and loops), and an ANMF for each picture: place, size, duration, its own chunks.
 */

/** What comes before the first picture. The length of the file is filled in by `webpLength` when it is known. */
export function webpHead(width: number, height: number): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.write('WEBPVP8X', 8, 'latin1');
  head.writeUInt32LE(10, 16);
  const isAnimated = 0x02;
  head.writeUInt32LE(isAnimated, 20);
  head.writeUIntLE(width - 1, 24, 3);
  head.writeUIntLE(height - 1, 27, 3);
  head.write('ANIM', 30, 'latin1');
  head.writeUInt32LE(6, 34);
  // Background white; 0 loops: for ever.
  head.writeUInt32LE(0xffffffff, 38);
  return head;
}

/** What stands at byte 4 of a file of so many bytes. */
export function webpLength(fileBytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(fileBytes - 8);
  return length;
}

/**
 * The pictures of one piece, as chunks ANMF.
 * @param piece a WebP, animated or (where nothing moved) not
 * @param milliseconds how long the piece lasts, for one that is not animated
 */
export function webpPictures(piece: Buffer, width: number, height: number, milliseconds: number): Buffer {
  const chunks = [...chunksOf(piece)];
  const pictures = chunks.filter(({ name }) => name === 'ANMF');
  if (pictures.length > 0) return Buffer.concat(pictures.map(({ bytes }) => bytes));
  const still = chunks.filter(({ name }) => name === 'VP8L' || name === 'VP8 ' || name === 'ALPH');
  return pictureChunk(Buffer.concat(still.map(({ bytes }) => bytes)), width, height, milliseconds);
}

function* chunksOf(file: Buffer): Iterable<{ name: string; bytes: Buffer }> {
  for (let at = 12; at + 8 <= file.length; ) {
    const length = 8 + file.readUInt32LE(at + 4);
    const padded = length + (length & 1);
    yield { name: file.toString('latin1', at, at + 4), bytes: file.subarray(at, at + padded) };
    at += padded;
  }
}

function pictureChunk(data: Buffer, width: number, height: number, milliseconds: number): Buffer {
  const head = Buffer.alloc(24);
  head.write('ANMF', 0, 'latin1');
  head.writeUInt32LE(16 + data.length, 4);
  head.writeUIntLE(width - 1, 14, 3);
  head.writeUIntLE(height - 1, 17, 3);
  head.writeUIntLE(milliseconds, 20, 3);
  return Buffer.concat([head, data]);
}
