// Parameters and locals.
export const M = 0;
export const STATE = 1;
export const BUDGET = 2;
export const A = 3;
export const X = 4;
export const Y = 5;
export const NZ = 6;
export const CARRY = 7;
export const CYCLES = 8;
export const PC = 9;
export const VALUE = 10;
export const WHERE = 11;
export const BASE = 12;
export const RESULT = 13;
export const LEAVE = 14;
export const LOCALS = 12;

// Labels: numbers of the WebAssembly blocks from the outside.
export const EXIT = 0;
export const STEP = 1;
export const TOP = 2;
