/** What the host does for the machines: it hands out memory for second pictures (see history.ts). */

/** Zeros. */
// @ts-ignore: decorator
@external("env", "lend")
export declare function lend(bytes: i32): usize;

/** Takes back what was lent. */
// @ts-ignore: decorator
@external("env", "takeBack")
export declare function takeBack(address: usize, bytes: i32): void;
