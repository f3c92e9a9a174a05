import type { Random } from '../../random.ts';
import type { Agent } from '../types.ts';

/** Every action with equal chance at every step: the zero of the human-normalised scale. */
export class RandomAgent implements Agent {
  learning = true;

  constructor(
    private readonly actions: number,
    private readonly random: Random,
  ) {}

  begin(): number {
    return this.random.integer(this.actions);
  }

  step(): number {
    return this.random.integer(this.actions);
  }

  metrics(): Record<string, number> {
    return {};
  }

  save(): Uint8Array {
    return new Uint8Array(0);
  }

  load(): void {}
}
