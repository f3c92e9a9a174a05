/** The memory image of an Atari 2600 program, assembled by dasm. Throws with dasm's messages. */
export function assemble(file: string): Uint8Array;
