import { soundFramesPerSecond, soundSamplesPerFrame } from './sound-rate.ts';

/**
 * The two voices through the loudspeaker. Samples go to a worklet, which runs in the browser's sound thread and evens
 * out what the page delivers in bursts.
 */
export class Sound {
  private context: AudioContext | undefined;
  private node: AudioWorkletNode | undefined;

  /** Browsers let pages make sound only where they come from this machine or over https. */
  static get isPossible(): boolean {
    return typeof AudioWorkletNode === 'function' && isSecureContext;
  }

  get isOn(): boolean {
    return this.context?.state === 'running';
  }

  /** Has to be called from a click or a key: browsers allow sound only then. */
  async toggle(): Promise<void> {
    if (this.context) {
      await (this.isOn ? this.context.suspend() : this.context.resume());
      return;
    }
    const context = new AudioContext({ latencyHint: 'interactive' });
    this.context = context;
    await context.audioWorklet.addModule('/sound-worklet.js');
    this.node = new AudioWorkletNode(context, 'television', {
      numberOfInputs: 0,
      outputChannelCount: [1],
      processorOptions: { rate: soundFramesPerSecond * soundSamplesPerFrame },
    });
    this.node.connect(context.destination);
    await context.resume();
  }

  /** The samples of one frame. */
  play(samples: Uint8Array): void {
    if (this.isOn) this.node?.port.postMessage(samples.slice());
  }
}
