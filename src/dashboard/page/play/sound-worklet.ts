/**
 * Runs in the browser's sound thread. Samples wait in a ring until the loudspeaker wants them; they are read at a rate
 * that is a hair above or below their own, so that the ring neither runs dry nor fills up although the picture's clock
 * and the sound's never agree.
 */
declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: typeof AudioWorkletProcessor): void;

/** Samples that the ring holds at best: five frames, 80 milliseconds. */
const wanted = 5 * 512;
const ringLength = 1 << 14;

class Television extends AudioWorkletProcessor {
  private readonly ring = new Float32Array(ringLength);
  private written = 0;
  private read = 0;
  private isStarved = true;
  /** Of the last sample that came in and of the level around which it swings, which is taken away. */
  private level = 0;
  private last = 0;
  private readonly step: number;

  constructor(options: { processorOptions: { rate: number } }) {
    super();
    this.step = options.processorOptions.rate / sampleRate;
    this.port.onmessage = ({ data }: MessageEvent<Uint8Array>) => this.take(data);
  }

  private take(samples: Uint8Array): void {
    for (const sample of samples) {
      const value = (sample - 128) / 128;
      this.level += 0.002 * (value - this.level);
      this.ring[this.written++ % ringLength] = value - this.level;
    }
    // More than the ring can hold: jump to the newest.
    if (this.written - this.read > ringLength - 512) this.read = this.written - wanted;
  }

  process(_: unknown, outputs: Float32Array[][]): boolean {
    const output = outputs[0][0];
    const waiting = this.written - this.read;
    if (this.isStarved && waiting >= wanted) this.isStarved = false;
    const step = this.step * (1 + 0.01 * Math.max(-1, Math.min(1, (waiting - wanted) / wanted)));
    for (let i = 0; i < output.length; i++) {
      if (this.isStarved || this.read + 1 >= this.written) {
        this.isStarved = true;
        // Fade out, so that nothing clicks.
        this.last *= 0.99;
      } else {
        const at = Math.floor(this.read);
        const share = this.read - at;
        this.last = this.ring[at % ringLength] * (1 - share) + this.ring[(at + 1) % ringLength] * share;
        this.read += step;
      }
      output[i] = this.last;
    }
    return true;
  }
}

registerProcessor('television', Television as unknown as typeof AudioWorkletProcessor);
