import { expect, test } from 'vitest';
import { crc32c, fileHeader, maskedCrc, scalarEvent } from '../../src/training/tensorboard.ts';

test('CRC-32C gives the check values of RFC 3720, appendix B.4', () => {
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
});

test('the mask rotates right by 15 and adds 0xa282ead8', () => {
  // By hand for 32 zeros: 0x8a9136aa rotated is 0x6d551522; plus the constant 0x10fd7fffa, of which 32 bits are kept.
  expect(maskedCrc(new Uint8Array(32))).toBe(0x0fd7fffa);
});

/** Reads a record back and checks its sums. */
function dataOf(record: Buffer): { data: Buffer; rest: Buffer } {
  const length = Number(record.readBigUInt64LE(0));
  const data = record.subarray(12, 12 + length);
  expect(record.readUInt32LE(8)).toBe(maskedCrc(record.subarray(0, 8)));
  expect(record.readUInt32LE(12 + length)).toBe(maskedCrc(data));
  return { data, rest: record.subarray(16 + length) };
}

/** The fields of a protobuf message: number, and value by wire type. */
function fieldsOf(message: Buffer): { field: number; value: number | Buffer }[] {
  const fields: { field: number; value: number | Buffer }[] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = message[at++];
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const key = varint();
    const field = key >> 3;
    const type = key & 7;
    if (type === 0) {
      fields.push({ field, value: varint() });
      continue;
    }
    const length = type === 2 ? varint() : type === 1 ? 8 : 4;
    const bytes = message.subarray(at, at + length);
    at += length;
    fields.push({ field, value: type === 2 ? bytes : type === 1 ? bytes.readDoubleLE() : bytes.readFloatLE() });
  }
  return fields;
}

test('a file begins with the version that TensorBoard looks for', () => {
  const { data, rest } = dataOf(fileHeader(1234.5));
  expect(rest).toHaveLength(0);
  expect(fieldsOf(data)).toEqual([
    { field: 1, value: 1234.5 },
    { field: 3, value: Buffer.from('brain.Event:2') },
  ]);
});

test('an event holds wall time, step (beyond 32 bits) and the named values', () => {
  const { data } = dataOf(scalarEvent(99.25, 6_000_000_000, { 'episode/return': -20.5, short: 1 }));
  const fields = fieldsOf(data);
  expect(fields.slice(0, 2)).toEqual([
    { field: 1, value: 99.25 },
    { field: 2, value: 6_000_000_000 },
  ]);
  expect(fields[2].field).toBe(5);
  const values = fieldsOf(fields[2].value as Buffer).map(({ field, value }) => {
    expect(field).toBe(1);
    return fieldsOf(value as Buffer);
  });
  expect(values).toEqual([
    [
      { field: 1, value: Buffer.from('episode/return') },
      { field: 2, value: -20.5 },
    ],
    [
      { field: 1, value: Buffer.from('short') },
      { field: 2, value: 1 },
    ],
  ]);
});
