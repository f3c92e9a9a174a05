/**
 * The tab Play: the console of the command line, in the page. A person holds the joystick, or an agent, or each one of
 * their own; time can be stopped and turned back.
 */
import { gameNamed } from '../../../ale/games/index.ts';
import { h } from '../dom.ts';
import type { Tab } from '../tab.ts';
import { AttentionView } from './attention.ts';
import { choosers } from './choosers.ts';
import { gamepads } from './gamepad.ts';
import { actionOf, together } from './held.ts';
import { keyboard } from './keyboard.ts';
import { MemoryView } from './memory.ts';
import { Pace } from './pace.ts';
import type { Pilot } from './pilot.ts';
import { hasSaved, save, saved } from './saved.ts';
import { Seat } from './seat.ts';
import {
  type Choices,
  consoleModule,
  loadChoices,
  opponentNamed,
  problemOf,
  queryOf,
  romOf,
  type Setup,
  setupOf,
} from './setup.ts';
import { Sound } from './sound.ts';
import { touchPad } from './touch.ts';
import { Transport } from './transport.ts';
import { ValuesView } from './values.ts';

/** RAM and Q-values are shown on every third picture: twenty times a second is as much as eyes follow. */
const picturesPerLook = 3;

export class PlayTab implements Tab {
  readonly name = 'play';
  readonly title = 'Play';
  readonly element = h('section', { class: 'play' });
  private readonly setQuery: (query: URLSearchParams) => void;
  private readonly pace = new Pace();
  private readonly sound = new Sound();
  private readonly touch = touchPad();
  private readonly keys: ReturnType<typeof keyboard>;
  private readonly transport: Transport;
  private readonly message = h('p', { class: 'message', role: 'status' });
  private readonly rate = h('p', { class: 'rate' });
  private memory = new MemoryView();
  private values: ValuesView | undefined;
  private attention: AttentionView | undefined;
  private setup: Setup | undefined;
  /** One, or two side by side; the person's first. */
  private seats: Seat[] = [];
  private isPaused = false;
  private isShown = false;
  private nextPicture = 0;
  private pictures = 0;
  private opened = '';
  /** How often a game was opened: whoever waited for a download sees whether another came after. */
  private openings = 0;

  /** @param setQuery puts what was chosen into the page's address */
  constructor(setQuery: (query: URLSearchParams) => void) {
    this.setQuery = setQuery;
    this.transport = new Transport(
      {
        pause: () => this.pause(),
        stepBack: () => this.seek(this.frame - 1),
        stepForward: () => this.stepForward(),
        newGame: () => this.newGame(),
        save: () => this.save(),
        restore: () => this.restore(),
        sound: () => void this.sound.toggle().catch(error => this.say(`no sound: ${(error as Error).message}`)),
        speed: speed => {
          this.pace.speed = speed;
        },
        seek: frame => this.seek(frame),
      },
      Sound.isPossible,
    );
    this.keys = keyboard(
      {
        KeyP: () => this.pause(),
        Comma: () => this.seek(this.frame - 1),
        Period: () => this.stepForward(),
        Enter: () => this.newGame(),
        KeyM: () => void (Sound.isPossible && this.sound.toggle()),
      },
      () => this.isShown && this.seats.length > 0,
    );
  }

  async show(query: URLSearchParams): Promise<void> {
    if (!this.isShown) this.nextPicture = requestAnimationFrame(now => this.picture(now));
    this.isShown = true;
    const wanted = query.toString();
    if (this.seats.length === 0 || (wanted !== '' && wanted !== this.opened)) {
      await this.open(query, await loadChoices());
    } else this.setQuery(new URLSearchParams(this.opened));
  }

  hide(): void {
    this.isShown = false;
    cancelAnimationFrame(this.nextPicture);
  }

  /** Puts the cartridge in and builds the page around it. */
  private async open(query: URLSearchParams, choices: Choices): Promise<void> {
    const setup = setupOf(query, choices);
    const opening = ++this.openings;
    try {
      const [module, rom, opponent] = await Promise.all([
        consoleModule(),
        romOf(setup.game),
        opponentNamed(setup.agent),
      ]);
      // Something else was chosen while this was on its way.
      if (opening !== this.openings) return;
      const game = gameNamed(setup.game);
      const { mode, difficulty, sticky } = setup;
      const options = {
        mode,
        difficulty,
        repeatActionProbability: sticky ? (opponent?.repeatActionProbability ?? 0.25) : 0,
        seed: Math.floor(Math.random() * 2 ** 31),
      };
      const isSideBySide = setup.seating === 'both';
      const seats = [
        new Seat(module, rom, game, options, isSideBySide ? undefined : opponent, title(isSideBySide, 'you')),
      ];
      if (isSideBySide) seats.push(new Seat(module, rom, game, options, opponent, title(true, setup.agent)));
      seats[0].hand(setup.seating === 'agent');
      for (const seat of this.seats) seat.close();
      this.seats = seats;
      this.setup = setup;
      this.isPaused = false;
      this.say('');
    } catch (error) {
      if (opening !== this.openings) return;
      this.say(problemOf(error));
    }
    this.opened = queryOf(setup).toString();
    this.setQuery(new URLSearchParams(this.opened));
    this.build(setup, choices);
  }

  private build(setup: Setup, choices: Choices): void {
    const lists = choosers(setup, choices, change => void this.choose({ ...setup, ...change }, choices));
    if (this.seats.length === 0) {
      this.element.replaceChildren(lists, this.message);
      return;
    }
    const pilot = this.seats.find(seat => seat.pilot)?.pilot;
    this.values = pilot && new ValuesView(pilot);
    const { ale } = this.seats[0];
    this.attention = pilot?.canTellAttention
      ? new AttentionView(pilot, ale.screenHeight, ale.console.palette)
      : undefined;
    this.memory = new MemoryView();
    this.element.replaceChildren(
      lists,
      this.message,
      h(
        'div',
        { class: 'table' },
        h(
          'div',
          { class: 'stage' },
          h('div', { class: 'seats' }, ...this.seats.map(({ element }) => element)),
          this.transport.element,
          this.touch.element,
        ),
        h(
          'aside',
          {},
          pilot && h('h2', {}, headingOf(pilot)),
          this.values?.element,
          this.attention?.element,
          h('h2', {}, 'RAM'),
          this.memory.element,
          this.rate,
          h(
            'p',
            { class: 'hint' },
            'Arrows or WASD steer, space fires, Enter begins a new game, P pauses, comma and point go frame by frame, M is sound. Gamepads work, too.',
          ),
        ),
      ),
    );
    this.look();
  }

  /** Plays something else; who plays alone changes without a new game, so that the joystick can be handed over. */
  private async choose(setup: Partial<Setup> & Pick<Setup, 'game'>, choices: Choices): Promise<void> {
    const before = this.setup;
    const isHandOver =
      before !== undefined &&
      before.agent === setup.agent &&
      before.seating !== 'both' &&
      setup.seating !== before.seating &&
      (setup.seating === 'me' || setup.seating === 'agent');
    if (!isHandOver) return this.open(queryOf(setup), choices);
    before.seating = setup.seating as 'me' | 'agent';
    this.seats[0].hand(setup.seating === 'agent');
    this.opened = queryOf(before).toString();
    this.setQuery(new URLSearchParams(this.opened));
    this.build(before, choices);
  }

  /** Called for every picture that the browser shows. */
  private picture(now: number): void {
    this.nextPicture = requestAnimationFrame(later => this.picture(later));
    const due = this.pace.framesDue(now);
    let played = 0;
    if (!this.isPaused) for (; played < due; played++) this.playFrame();
    this.pace.count(played, now);
    if (played > 0) this.look();
  }

  private playFrame(): void {
    const action = actionOf(together(this.keys, gamepads(), this.touch.held));
    this.seats.forEach((seat, i) => {
      const isGoing = seat.step(action);
      if (isGoing && i === 0 && this.pace.speed === 1) this.sound.play(seat.ale.sound());
    });
  }

  /** Brings the page up to date with the consoles. */
  private look(): void {
    if (this.seats.length === 0) return;
    for (const seat of this.seats) seat.show();
    this.transport.show({
      isPaused: this.isPaused,
      frame: this.frame,
      length: this.seats[0].timeline.length,
      canRestore: hasSaved(this.setup!.game),
      isSoundOn: this.sound.isOn,
    });
    if (this.pictures++ % picturesPerLook !== 0 && !this.isPaused) return;
    this.memory.show(this.seats[0].ale.ram());
    this.values?.show();
    this.attention?.show(this.seats.at(-1)!.ale.screen());
    this.rate.textContent = `${this.pace.framesPerSecond.toFixed(1)} frames/s`;
  }

  private get frame(): number {
    return this.seats[0].timeline.frame;
  }

  private pause(): void {
    this.isPaused = !this.isPaused;
    this.look();
  }

  private stepForward(): void {
    this.isPaused = true;
    // What lies ahead on the timeline is shown again; at its end the game goes on.
    if (this.frame < this.seats[0].timeline.length) this.seek(this.frame + 1);
    else {
      this.playFrame();
      this.look();
    }
  }

  private seek(frame: number): void {
    this.isPaused = true;
    for (const seat of this.seats) seat.seek(frame);
    this.look();
  }

  private newGame(): void {
    for (const seat of this.seats) seat.newGame();
    this.isPaused = false;
    this.look();
  }

  private save(): void {
    try {
      save(this.setup!.game, this.seats[0].ale.cloneState());
      this.say('saved in this browser');
    } catch (error) {
      this.say(`not saved: ${(error as Error).message}`);
    }
    this.look();
  }

  private restore(): void {
    try {
      this.seats[0].restore(saved(this.setup!.game)!);
      this.say('');
    } catch (error) {
      this.say(problemOf(error));
    }
    this.look();
  }

  private say(text: string): void {
    this.message.textContent = text;
  }
}

/** What the bars beside the actions are. */
function headingOf({ values, preferences }: Pilot): string {
  if (values) return 'What the agent expects (Q-values)';
  return preferences ? 'What the agent prefers' : 'What the agent does';
}

function title(isNeeded: boolean, text: string): string | undefined {
  return isNeeded ? text : undefined;
}
