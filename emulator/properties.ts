/**
 * What Stella's properties file knows of a cartridge and the machine it expects. The defaults are Stella's; a game
 * file names only what differs (`hardware`).
 */

/** Bank-switching schemes by Stella's names; 'auto' detects from size and contents as Stella does. */
export type CartridgeType =
  | 'auto'
  | '2K'
  | '4K'
  | 'F8'
  | 'F8 swapped'
  | 'F8SC'
  | 'F6'
  | 'F6SC'
  | 'F4'
  | 'F4SC'
  | 'FASC'
  | 'FE'
  | 'E0'
  | 'E7'
  | '3F'
  | '3E'
  | 'UA'
  | 'CV'
  | 'MB'
  | 'MC'
  | 'DPC'
  | 'AR'
  | '0840';

export type ControllerType = 'joystick' | 'paddles';

export interface ConsoleProperties {
  cartridge: CartridgeType;
  leftController: ControllerType;
  rightController: ControllerType;
  /** The two controller ports change places. */
  swapPorts: boolean;
  /** The two paddles of one jack change places. */
  swapPaddles: boolean;
  leftDifficulty: 'A' | 'B';
  rightDifficulty: 'A' | 'B';
  television: 'colour' | 'black-and-white';
  /** 'auto' runs 60 frames and looks for the 312 lines of a PAL picture. */
  format: 'auto' | 'NTSC' | 'PAL' | 'PAL60' | 'SECAM';
  /** First visible scan line. */
  yStart: number;
  /** Visible scan lines. */
  height: number;
  /** Whether HMOVE blanks the first eight pixels of a line. */
  hmoveBlanks: boolean;
}

export const defaultProperties: Readonly<ConsoleProperties> = {
  cartridge: 'auto',
  leftController: 'joystick',
  rightController: 'joystick',
  swapPorts: false,
  swapPaddles: false,
  leftDifficulty: 'B',
  rightDifficulty: 'B',
  television: 'colour',
  format: 'auto',
  yStart: 34,
  height: 210,
  hmoveBlanks: true,
};
