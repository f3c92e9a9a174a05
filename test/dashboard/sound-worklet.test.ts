/** The sound thread's part, driven as a browser drives it: 128 samples at a time, while the page delivers frames. */
import { beforeAll, expect, test, vi } from 'vitest';

const speakerRate = 48_000;
const rate = 512 * 60;

interface Processor {
  port: { onmessage: (event: { data: Uint8Array }) => void };
  process(inputs: unknown, outputs: Float32Array[][]): boolean;
}
let Television: new (options: { processorOptions: { rate: number } }) => Processor;

beforeAll(async () => {
  vi.stubGlobal('sampleRate', speakerRate);
  vi.stubGlobal(
    'AudioWorkletProcessor',
    class {
      port = {};
    },
  );
  vi.stubGlobal('registerProcessor', (_: string, processor: typeof Television) => {
    Television = processor;
  });
  await import('../../src/dashboard/page/play/sound-worklet.ts');
});

/** Plays a tone for some seconds; the page delivers its frames in bursts and its clock runs off by a share. */
function listen(seconds: number, clockError: number): Float32Array {
  const tone = 440;
  const processor = new Television({ processorOptions: { rate } });
  const heard = new Float32Array(Math.floor((seconds * speakerRate) / 128) * 128);
  let delivered = 0;
  for (let at = 0; at < heard.length; at += 128) {
    // Three frames at once, as when the page was held up.
    while (((delivered + 3) * (1 + clockError)) / 60 < at / speakerRate) {
      for (let frame = 0; frame < 3; frame++, delivered++) {
        const data = Uint8Array.from({ length: 512 }, (_, i) =>
          Math.round(128 + 60 * Math.sin((2 * Math.PI * tone * (512 * delivered + i)) / rate)),
        );
        processor.port.onmessage({ data });
      }
    }
    const output = new Float32Array(128);
    expect(processor.process([], [[output]])).toBe(true);
    heard.set(output, at);
  }
  return heard;
}

test.each([0, 0.004, -0.004])('a tone comes out as it went in, without a gap, at a clock error of %s', error => {
  const heard = listen(6, error);
  const second = heard.subarray(4 * speakerRate, 5 * speakerRate);
  const crossings = second.reduce((count, value, i) => count + Number(i > 0 && second[i - 1] < 0 && value >= 0), 0);
  // The rate gives way by one part in a hundred at most.
  expect(crossings).toBeGreaterThan(440 * 0.985);
  expect(crossings).toBeLessThan(440 * 1.015);
  const jumps = second.map((value, i) => (i === 0 ? 0 : Math.abs(value - second[i - 1])));
  // The steepest that a sine of this height and pitch can be, and a step of 8-bit sound.
  expect(Math.max(...jumps)).toBeLessThan((60 / 128) * ((2 * Math.PI * 440) / speakerRate) * 1.05 + 1 / 128);
  expect(Math.max(...second)).toBeCloseTo(60 / 128, 1);
});

test('silence is silence, wherever its level lies', () => {
  const processor = new Television({ processorOptions: { rate } });
  const output = new Float32Array(128);
  for (let i = 0; i < 60; i++) {
    processor.port.onmessage({ data: new Uint8Array(512) });
    for (let j = 0; j < 6; j++) processor.process([], [[output]]);
  }
  expect(Math.max(...output.map(Math.abs))).toBeLessThan(0.001);
});
