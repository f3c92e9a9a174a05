import type { Attention } from './agents/types.ts';

/** What speaks for the choice is drawn warm, what speaks against it cold. */
const warm = [255, 140, 20] as const;
const cold = [60, 160, 255] as const;

/** How bright the picture beneath stays. */
const dimmed = 0.35;

/**
 * A picture in dim grey with the places that mattered aglow, the strongest place brightest.
 * @param picture width x height pixels of red, green and blue
 * @returns a picture of the same size
 */
export function attentionPicture(
  picture: Uint8Array,
  width: number,
  height: number,
  { rows, columns, weights }: Attention,
): Uint8Array {
  const most = weights.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 0) || 1;
  const fine = rows === height && columns === width ? weights : enlarged(rows, columns, weights, width, height);
  const glowing = new Uint8Array(picture.length);
  for (let i = 0, at = 0; i < fine.length; i++, at += 3) {
    const grey = dimmed * (0.299 * picture[at] + 0.587 * picture[at + 1] + 0.114 * picture[at + 2]);
    const glow = Math.abs(fine[i]) / most;
    const colour = fine[i] > 0 ? warm : cold;
    const shade = grey * (1 + 0.15 * glow);
    glowing[at] = Math.min(255, shade + 0.85 * glow * colour[0]);
    glowing[at + 1] = Math.min(255, shade + 0.85 * glow * colour[1]);
    glowing[at + 2] = Math.min(255, shade + 0.85 * glow * colour[2]);
  }
  return glowing;
}

/** A coarse grid made as fine as the picture: each pixel's weight lies between those of the nearest four places. */
function enlarged(rows: number, columns: number, weights: Float32Array, width: number, height: number): Float32Array {
  const at = (row: number, column: number): number =>
    weights[Math.min(rows - 1, Math.max(0, row)) * columns + Math.min(columns - 1, Math.max(0, column))];
  const fine = new Float32Array(width * height);
  for (let i = 0; i < fine.length; i++) {
    const v = ((Math.floor(i / width) + 0.5) * rows) / height - 0.5;
    const u = (((i % width) + 0.5) * columns) / width - 0.5;
    const [row, column] = [Math.floor(v), Math.floor(u)];
    const [down, right] = [v - row, u - column];
    const upper = at(row, column) * (1 - right) + at(row, column + 1) * right;
    const lower = at(row + 1, column) * (1 - right) + at(row + 1, column + 1) * right;
    fine[i] = upper * (1 - down) + lower * down;
  }
  return fine;
}
