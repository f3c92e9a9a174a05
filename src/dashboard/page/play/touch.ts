import { h } from '../dom.ts';
import { type Held, nothingHeld } from './held.ts';

/** Nearer to the middle than this share of the pad's radius nothing is pushed. */
const deadZone = 0.25;

/** Eight directions of equal width: a direction counts within 67.5 degrees of its axis. */
const slope = Math.tan(Math.PI / 8);

/** A pad for one thumb and a button for the other. */
export function touchPad(): { element: HTMLElement; held: Readonly<Held> } {
  const held = { ...nothingHeld };
  const pad = h('div', { class: 'pad', 'aria-label': 'directions' });
  const fire = h('button', { class: 'fire', type: 'button' }, 'FIRE');

  const push = (event: PointerEvent): void => {
    const { left, top, width, height } = pad.getBoundingClientRect();
    const x = (2 * (event.clientX - left)) / width - 1;
    const y = (2 * (event.clientY - top)) / height - 1;
    const isFar = Math.hypot(x, y) > deadZone;
    held.left = isFar && -x > Math.abs(y) * slope;
    held.right = isFar && x > Math.abs(y) * slope;
    held.up = isFar && -y > Math.abs(x) * slope;
    held.down = isFar && y > Math.abs(x) * slope;
  };
  const letGo = (): void => void Object.assign(held, { ...nothingHeld, fire: held.fire });
  pad.addEventListener('pointerdown', event => {
    pad.setPointerCapture(event.pointerId);
    push(event);
  });
  pad.addEventListener('pointermove', event => {
    if (pad.hasPointerCapture(event.pointerId)) push(event);
  });
  for (const name of ['pointerup', 'pointercancel'] as const) {
    pad.addEventListener(name, letGo);
    fire.addEventListener(name, () => {
      held.fire = false;
    });
  }
  fire.addEventListener('pointerdown', () => {
    held.fire = true;
  });
  return { element: h('div', { class: 'touch' }, pad, fire), held };
}
