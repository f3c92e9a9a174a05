/**
 * TensorBoard's event files, written by hand: a TFRecord file of Event messages. Only scalars are needed, and for those
 * neither TensorFlow nor a protobuf compiler.
 *
 * TFRecord (tensorflow/core/lib/io/record_writer.h): length (uint64), masked CRC of the length, data, masked CRC of the
 * data, all little-endian. The CRC is CRC-32C (Castagnoli, polynomial 0x1edc6f41), masked so that the CRC of data that
 * holds CRCs stays meaningful: rotated right by 15 bits, plus 0xa282ead8.
 *
 * Event (tensorflow/core/util/event.proto): 1 wall_time (double), 2 step (int64), 3 file_version (string), 5 summary.
 * Summary (summary.proto): 1 value (repeated): 1 tag (string), 2 simple_value (float).
 */

/** The record that every event file begins with. */
export function fileHeader(wallTime: number): Buffer {
  return record(Buffer.concat([doubleField(1, wallTime), bytesField(3, Buffer.from('brain.Event:2'))]));
}

/**
 * One record with the values of several curves at one step.
 * @param wallTime seconds since 1970
 */
export function scalarEvent(wallTime: number, step: number, scalars: Record<string, number>): Buffer {
  const values = Object.entries(scalars).map(([tag, value]) =>
    bytesField(1, Buffer.concat([bytesField(1, Buffer.from(tag)), floatField(2, value)])),
  );
  return record(Buffer.concat([doubleField(1, wallTime), varintField(2, step), bytesField(5, Buffer.concat(values))]));
}

function record(data: Buffer): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(data.length));
  return Buffer.concat([length, crcBytes(length), data, crcBytes(data)]);
}

function crcBytes(data: Buffer): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(maskedCrc(data));
  return bytes;
}

/** The masked CRC-32C of TFRecord. */
export function maskedCrc(data: Uint8Array): number {
  const crc = crc32c(data);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

export function crc32c(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) crc = crcTable[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** CRC-32C of every byte; 0x82f63b78 is the polynomial with its bits reversed. */
const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

// Protocol buffers' wire format: a field is (number << 3 | type), then a varint (type 0), 8 bytes (1), a length and
// bytes (2) or 4 bytes (5).

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, rest]);
}

function varintField(field: number, value: number): Buffer {
  return Buffer.concat([varint(field << 3), varint(value)]);
}

function doubleField(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([varint((field << 3) | 1), bytes]);
}

function floatField(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([varint((field << 3) | 5), bytes]);
}

function bytesField(field: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([varint((field << 3) | 2), varint(bytes.length), bytes]);
}
