import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { startBackend, trainingKernels } from '../../src/nn/backend.ts';
import { withSharedMemory } from '../../src/nn/kernels/memory.ts';
import { convolution } from '../../src/nn/layers.ts';

const program = join(import.meta.dirname, 'learn-elsewhere.mjs');
const learned = (threads: number) => execFileSync(process.execPath, [program, `${threads}`], { encoding: 'utf8' });

test('three threads learn bit for bit what one thread learns', { timeout: 120_000 }, () => {
  const alone = learned(1);
  expect(alone).toMatch(/^[0-9a-f]{32}\n$/);
  expect(learned(3)).toBe(alone);
});

describe('the backend’s own module', () => {
  const path = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm');
  test('is the same with its memory shared, but for one bit', () => {
    const code = readFileSync(path);
    const shared = withSharedMemory(code);
    const changed = [...code.keys()].filter(i => code[i] !== shared[i]);
    expect(changed).toHaveLength(1);
    expect(shared[changed[0]] ^ code[changed[0]]).toBe(2);
    expect(WebAssembly.validate(shared)).toBe(true);
  });
  test('a module without such a memory is refused', () => {
    const empty = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    expect(WebAssembly.validate(empty)).toBe(true);
    expect(() => withSharedMemory(empty)).toThrow(/not of the kind/);
  });
});

test('a helper that dies at work is reported in one line, and nobody waits for it', { timeout: 60_000 }, async () => {
  await startBackend({ threads: 2 });
  const { team } = trainingKernels()!;
  const input = tf.ones<tf.Rank.R4>([16, 40, 40, 16]);
  const filter = tf.ones<tf.Rank.R4>([4, 4, 16, 32]);
  const bias = tf.zeros<tf.Rank.R1>([32]);
  const compute = () => tf.tidy(() => convolution(input, filter, bias, { stride: 1 }).dataSync()[0]);
  // Time for the helper to come to work.
  for (let i = 0; i < 50; i++) expect(compute()).toBe(256);
  team!.kill(0);
  const end = performance.now() + 30_000;
  expect(() => {
    while (performance.now() < end) compute();
  }).toThrow(/^a thread that helps to compute was lost: it ended \(exit code \d\)$/);
  await team!.close();
});
