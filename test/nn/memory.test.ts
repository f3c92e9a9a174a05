import { expect, test } from 'vitest';
import { memoryTakenWhile } from '../../src/nn/kernels/memory.ts';

const header = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
/** One memory is exported as "m". */
const exported = [7, 5, 1, 1, 0x6d, 2, 0];
/** A page at least, and any number or two at most. */
const withoutMaximum = new Uint8Array([...header, 5, 3, 1, 0, 1, ...exported]);
const withMaximum = new Uint8Array([...header, 5, 4, 1, 1, 1, 2, ...exported]);

test('the memory is that of the module that was made to share it, not of one that Node sets up first', async () => {
  const memory = await memoryTakenWhile(async () => {
    await WebAssembly.instantiate(await WebAssembly.compile(withoutMaximum));
    await WebAssembly.instantiate(withMaximum);
    return true;
  });
  expect(memory.buffer).toBeInstanceOf(SharedArrayBuffer);
});
