import { actionNames } from '../../../ale/actions.ts';

/** What is pressed at the moment, on one device or on all of them together. */
export interface Held {
  up: boolean;
  down: boolean;
  left: boolean;
  right: boolean;
  fire: boolean;
}

export const nothingHeld: Readonly<Held> = { up: false, down: false, left: false, right: false, fire: false };

/** What is pressed on any of several devices. */
export function together(...devices: readonly Readonly<Held>[]): Held {
  const any = (name: keyof Held): boolean => devices.some(device => device[name]);
  return { up: any('up'), down: any('down'), left: any('left'), right: any('right'), fire: any('fire') };
}

/** The ALE action of what is held. Opposite directions cancel each other, as no joystick can show both. */
export function actionOf({ up, down, left, right, fire }: Readonly<Held>): number {
  const vertical = up === down ? '' : up ? 'up' : 'down';
  const horizontal = left === right ? '' : left ? 'left' : 'right';
  const name = `${vertical}${horizontal}${fire ? 'fire' : ''}`;
  return name === '' ? 0 : (actionNames as readonly string[]).indexOf(name);
}
