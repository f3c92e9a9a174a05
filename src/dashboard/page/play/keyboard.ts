import { type Held, nothingHeld } from './held.ts';

const directions: Readonly<Record<string, keyof Held>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  KeyW: 'up',
  KeyS: 'down',
  KeyA: 'left',
  KeyD: 'right',
  Space: 'fire',
  ControlLeft: 'fire',
  KeyX: 'fire',
};

/**
 * The keyboard as a joystick, and keys that do something once. Keys typed into a field of the page stay there.
 * @param commands what to do, by `KeyboardEvent.code`
 * @param isOn whether the game wants the keyboard now
 */
export function keyboard(commands: Readonly<Record<string, () => void>>, isOn: () => boolean): Readonly<Held> {
  const held = { ...nothingHeld };
  addEventListener('keydown', event => {
    if (!isOn() || isField(event.target) || event.altKey || event.metaKey) return;
    const direction = directions[event.code];
    if (direction) held[direction] = true;
    else if (event.ctrlKey || !commands[event.code]) return;
    else commands[event.code]();
    // Arrows and space would scroll the page.
    event.preventDefault();
  });
  addEventListener('keyup', event => {
    const direction = directions[event.code];
    if (direction) held[direction] = false;
  });
  // A key that is let go in another window tells nobody.
  addEventListener('blur', () => void Object.assign(held, nothingHeld));
  return held;
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('select, input, textarea');
}
