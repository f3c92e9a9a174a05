import { Emulator } from '../../../../emulator/console.ts';
import { AleEnvironment } from '../../../ale/environment.ts';
import type { GameDefinition } from '../../../ale/game.ts';
import type { AleOptions } from '../../../ale/types.ts';
import { count, h } from '../dom.ts';
import type { Opponent } from './agents.ts';
import { Pilot } from './pilot.ts';
import { Screen } from './screen.ts';
import { Timeline } from './timeline.ts';

/** One console with a television on it, and whoever holds the joystick. */
export class Seat {
  readonly element: HTMLElement;
  readonly ale: AleEnvironment;
  readonly timeline: Timeline;
  readonly pilot: Pilot | undefined;
  /** The agent holds the joystick. */
  isAgentPlaying: boolean;
  private readonly screen: Screen;
  private readonly status = h('p', { class: 'status' });
  private statusText = '';

  /** @param title who plays, where two seats have to be told apart */
  constructor(
    module: WebAssembly.Module,
    rom: Uint8Array,
    game: GameDefinition,
    options: AleOptions,
    opponent: Opponent | undefined,
    title?: string,
  ) {
    this.ale = new AleEnvironment(rom, game, { ...options, sound: true }, new Emulator(module));
    this.pilot = opponent && new Pilot(opponent, this.ale);
    this.isAgentPlaying = this.pilot !== undefined;
    this.timeline = new Timeline(this.ale);
    this.screen = new Screen(this.ale.screenHeight, this.ale.console.palette, `the screen of ${game.name}`);
    this.element = h(
      'figure',
      { class: 'seat' },
      title === undefined ? undefined : h('figcaption', {}, title),
      this.screen.element,
      this.status,
    );
  }

  /** Plays one frame with the person's action, or the agent's where it plays. Returns false where the game is over. */
  step(action: number): boolean {
    if (this.ale.gameOver()) return false;
    const pilot = this.isAgentPlaying ? this.pilot : undefined;
    const reward = this.timeline.play(pilot ? pilot.next() : action);
    pilot?.frameDone(reward);
    return true;
  }

  /** Puts picture and figures on the page. */
  show(): void {
    this.screen.draw(this.ale.screen());
    const { ale, timeline } = this;
    const lives = ale.game.lives > 0 ? ` · lives ${ale.lives()}` : '';
    const over = ale.gameOver() ? ' · game over, Enter begins a new one' : '';
    const text = `score ${count(ale.score())}${lives} · frame ${count(timeline.frame)}${over}`;
    if (text === this.statusText) return;
    this.statusText = text;
    this.status.textContent = text;
  }

  newGame(): void {
    this.ale.reset();
    this.timeline.begin();
    this.pilot?.forget();
  }

  seek(frame: number): void {
    this.timeline.seek(frame);
    this.pilot?.forget();
  }

  /** @throws UserError where the state is of another ROM or version */
  restore(state: Uint8Array): void {
    this.ale.restoreState(state);
    this.timeline.jump();
    this.pilot?.forget();
  }

  /** The other one takes the joystick. */
  hand(toAgent: boolean): void {
    this.isAgentPlaying = toAgent && this.pilot !== undefined;
    this.pilot?.forget();
  }

  close(): void {
    this.pilot?.close();
    this.ale.close();
  }
}
