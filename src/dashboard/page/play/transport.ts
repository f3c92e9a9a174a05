import { h } from '../dom.ts';

/** What the buttons under the screen do. */
export interface TransportActions {
  pause(): void;
  stepBack(): void;
  stepForward(): void;
  newGame(): void;
  save(): void;
  restore(): void;
  sound(): void;
  speed(speed: number): void;
  seek(frame: number): void;
}

/** What the buttons show. */
export interface TransportState {
  isPaused: boolean;
  frame: number;
  length: number;
  canRestore: boolean;
  isSoundOn: boolean;
}

const speeds = [0.25, 0.5, 1, 2, 4];

/** The buttons and the timeline under the screen. */
export class Transport {
  readonly element: HTMLElement;
  private readonly pause: HTMLButtonElement;
  private readonly restore: HTMLButtonElement;
  private readonly sound: HTMLButtonElement;
  private readonly slider: HTMLInputElement;
  private readonly time = h('output', { class: 'time' });

  /** @param isSoundPossible whether the browser would let this page make sound */
  constructor(actions: TransportActions, isSoundPossible: boolean) {
    this.pause = button('Pause', 'P', actions.pause);
    this.restore = button('Restore', 'goes back to what Save kept', actions.restore);
    const soundTitle = 'M';
    this.sound = button('Sound on', soundTitle, actions.sound);
    const speed = h(
      'select',
      {
        title: 'speed',
        'aria-label': 'speed',
        change: () => {
          actions.speed(Number(speed.value));
          speed.blur();
        },
      },
      ...speeds.map(value => h('option', { value, selected: value === 1 }, `${value} ×`)),
    );
    this.slider = h('input', {
      type: 'range',
      class: 'timeline',
      'aria-label': 'timeline',
      min: 0,
      max: 0,
      value: 0,
      input: () => actions.seek(Number(this.slider.value)),
      // Arrow keys steer the game, not the slider.
      change: () => this.slider.blur(),
    });
    this.element = h(
      'div',
      { class: 'transport' },
      h('div', { class: 'scrub' }, this.slider, this.time),
      h(
        'div',
        { class: 'buttons' },
        this.pause,
        button('◂ Frame', 'one frame back (,)', actions.stepBack),
        button('Frame ▸', 'one frame on (.)', actions.stepForward),
        button('New game', 'Enter', actions.newGame),
        button('Save', 'keeps this moment in the browser', actions.save),
        this.restore,
        isSoundPossible ? this.sound : undefined,
        speed,
      ),
    );
  }

  show({ isPaused, frame, length, canRestore, isSoundOn }: TransportState): void {
    setText(this.pause, isPaused ? 'Play' : 'Pause');
    setText(this.sound, isSoundOn ? 'Sound off' : 'Sound on');
    this.restore.disabled = !canRestore;
    // The slider moves a few times a second: more would only cost time.
    if (frame % 6 !== 0 && !isPaused) return;
    this.slider.max = String(length);
    this.slider.value = String(frame);
    setText(this.time, `${(frame / 60).toFixed(1)} s`);
  }
}

function button(text: string, title: string, press: () => void): HTMLButtonElement {
  const element = h(
    'button',
    {
      type: 'button',
      title,
      click: () => {
        press();
        // Or the next space would press it again instead of firing.
        element.blur();
      },
    },
    text,
  );
  return element;
}

function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
