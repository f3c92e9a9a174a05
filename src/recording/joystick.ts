import type { Canvas, Colour } from './canvas.ts';

/** Width and height of the drawing. */
export const joystickSize = 40;

const base: Colour = [44, 50, 57];
const rim: Colour = [70, 78, 87];
const stick: Colour = [205, 210, 215];
const knob: Colour = [150, 156, 163];
const button: Colour = [110, 36, 30];
const pressed: Colour = [255, 84, 60];

/** Where a joystick points, right and down, and whether its button is held. */
export interface Push {
  x: -1 | 0 | 1;
  y: -1 | 0 | 1;
  fire: boolean;
}

/** @param action ALE's name of an action, such as `downrightfire` */
export function pushOf(action: string): Push {
  const name = action.toLowerCase();
  // "upright" holds no "right" of its own, but up and down only ever come first.
  const y = name.startsWith('up') ? -1 : name.startsWith('down') ? 1 : 0;
  const x = name.includes('left') ? -1 : name.includes('right') ? 1 : 0;
  return { x, y, fire: name.endsWith('fire') };
}

/** The joystick from above, as it came with the console: a stick in the middle, the button in the left upper corner. */
export function drawJoystick(canvas: Canvas, left: number, top: number, action: string): void {
  const { x, y, fire } = pushOf(action);
  const middle = joystickSize / 2;
  canvas.fill(left + 1, top, joystickSize - 2, joystickSize, rim);
  canvas.fill(left, top + 1, joystickSize, joystickSize - 2, rim);
  canvas.fill(left + 1, top + 1, joystickSize - 2, joystickSize - 2, base);
  canvas.disc(left + 7, top + 7, 4, fire ? pressed : button);
  canvas.disc(left + middle, top + middle + 2, 11, rim);
  for (let i = 0; i <= 8; i++) canvas.disc(left + middle + x * i, top + middle + 2 + y * i, 3, knob);
  canvas.disc(left + middle + 9 * x, top + middle + 2 + 9 * y, 5, stick);
}

/** An action as a sign of seven by seven pixels around a middle: an arrow or a dot, with a spot above where it fires. */
export function drawActionSign(canvas: Canvas, middleX: number, middleY: number, action: string, colour: Colour): void {
  const { x, y, fire } = pushOf(action);
  if (x === 0 && y === 0) canvas.fill(middleX - 1, middleY - 1, 3, 3, colour);
  else for (let i = -3; i <= 3; i++) canvas.fill(middleX + x * i, middleY + y * i, 1, 1, colour);
  if (x !== 0 && y !== 0) {
    canvas.fill(Math.min(middleX + 3 * x, middleX), middleY + 3 * y, 4, 1, colour);
    canvas.fill(middleX + 3 * x, Math.min(middleY + 3 * y, middleY), 1, 4, colour);
  } else if (x !== 0 || y !== 0) {
    for (let i = 0; i < 3; i++) {
      for (const side of [-i, i]) {
        canvas.fill(middleX + x * (3 - i) + y * side, middleY + y * (3 - i) + x * side, 1, 1, colour);
      }
    }
  }
  if (fire) canvas.disc(middleX + 5, middleY - 3, 1, pressed);
}
