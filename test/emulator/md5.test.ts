import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { md5 } from '../../emulator/md5.ts';

test('MD5 equals Node’s for every length around the blocks of 64 bytes', () => {
  for (let length = 0; length < 200; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 0xff);
    expect(md5(bytes), `${length} bytes`).toBe(createHash('md5').update(bytes).digest('hex'));
  }
});
