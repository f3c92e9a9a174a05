import { type Held, together } from './held.ts';

/** How far a stick must be pushed. */
const threshold = 0.4;

/** What is pressed on all gamepads: the first stick, the cross, any of the four buttons on the right. */
export function gamepads(): Held {
  const pads = navigator.getGamepads?.() ?? [];
  return together(...pads.filter(pad => pad !== null).map(heldOn));
}

function heldOn({ axes, buttons }: Gamepad): Held {
  const [x = 0, y = 0] = axes;
  const pressed = (...numbers: number[]): boolean => numbers.some(number => buttons[number]?.pressed);
  return {
    up: y < -threshold || pressed(12),
    down: y > threshold || pressed(13),
    left: x < -threshold || pressed(14),
    right: x > threshold || pressed(15),
    fire: pressed(0, 1, 2, 3),
  };
}
