/**
 * Blobs: what Liang et al. (2016, section 6) take for objects. Two pixels of one colour belong to the same blob if a
 * chain of pixels of that colour joins them in which each is at most `reach` pixels from the next, across and down
 * (the paper's 6 x 6 square around a pixel is a reach of 3). Walls and backgrounds are blobs like everything else.
 *
 * A picture of the 2600 is made of few, wide things, so pixels are not looked at one by one for long:
 *
 * - Equal rows that follow each other are one band. A row joins to its copy wherever it would join to anything that the
 *   copy does not, so nothing is lost.
 * - Within a band, pixels of one colour with no more than `reach` from each to the next are one strand. A pixel between
 *   the ends of a strand is never further than `reach` from it, so a strand can be treated as if it had no gaps.
 * - Strands of one colour in bands not more than `reach` apart join where their ends say so.
 */

/** The blobs of one picture: colour (palette index >> 1, 0..127), the middle of the box around each, and the box. */
export interface Blobs {
  count: number;
  readonly colour: Uint8Array;
  readonly row: Uint16Array;
  readonly column: Uint16Array;
  readonly left: Uint16Array;
  readonly right: Uint16Array;
  readonly upper: Uint16Array;
  readonly lower: Uint16Array;
}

const colours = 128;
const none = -1;

/** A finder for pictures of one size. The result is overwritten by the next call. */
export function blobFinder(width: number, height: number, reach = 3): (screen: Uint8Array) => Blobs {
  if (width % 4 !== 0) throw new RangeError(`a row of ${width} pixels is no whole number of words`);
  const most = width * height;
  const pixels = new Uint8Array(most);
  const words = new Int32Array(pixels.buffer);
  const wordsInRow = width / 4;

  // Strands in the order in which they begin. Of the strands of one colour in one band, `before` leads from each to the
  // one on its left, and `rightmost` (128 for each band) says where to start.
  let strands = 0;
  const colour = new Uint8Array(most);
  const start = new Int16Array(most);
  const end = new Int16Array(most);
  const before = new Int32Array(most);
  const rightmost = new Int32Array(height * colours);
  /** Leads towards the first strand of the blob, which keeps the box around it. */
  const parent = new Int32Array(most);
  const left = new Int16Array(most);
  const right = new Int16Array(most);
  const upper = new Int16Array(most);
  const lower = new Int16Array(most);
  // First and last row of each band.
  const top = new Int16Array(height);
  const bottom = new Int16Array(height);

  const blobs: Blobs = {
    count: 0,
    colour: new Uint8Array(most),
    row: new Uint16Array(most),
    column: new Uint16Array(most),
    left: new Uint16Array(most),
    right: new Uint16Array(most),
    upper: new Uint16Array(most),
    lower: new Uint16Array(most),
  };

  return screen => {
    if (screen.length !== most) throw new RangeError(`a screen of ${screen.length} pixels is not ${width} x ${height}`);
    pixels.set(screen);
    strands = 0;
    let band = 0;
    for (let y = 0; y < height; band++) {
      top[band] = y;
      while (++y < height && equalsRowAbove(y));
      bottom[band] = y - 1;
      const first = strands;
      findStrands(band);
      for (let above = band - 1; above >= 0 && top[band] - bottom[above] <= reach; above--) joinDown(above, first);
    }
    return collect();
  };

  function equalsRowAbove(y: number): boolean {
    const from = y * wordsInRow;
    for (let i = from; i < from + wordsInRow; i++) if (words[i] !== words[i - wordsInRow]) return false;
    return true;
  }

  function findStrands(band: number): void {
    const heads = band * colours;
    rightmost.fill(none, heads, heads + colours);
    const row = top[band] * width;
    for (let x = 0; x < width; ) {
      const from = x;
      const of = pixels[row + x] >> 1;
      x = endOfRun(row, x, of);
      const last = rightmost[heads + of];
      if (last !== none && from - end[last] <= reach) {
        end[last] = right[last] = x - 1;
        continue;
      }
      colour[strands] = of;
      start[strands] = left[strands] = from;
      end[strands] = right[strands] = x - 1;
      upper[strands] = top[band];
      lower[strands] = bottom[band];
      parent[strands] = strands;
      before[strands] = last;
      rightmost[heads + of] = strands++;
    }
  }

  /** The first column behind a run of one colour. Four pixels at a time where they lie in one word. */
  function endOfRun(row: number, from: number, of: number): number {
    let x = from + 1;
    while ((x & 3) !== 0 && pixels[row + x] >> 1 === of) x++;
    if ((x & 3) !== 0) return x;
    const fourOf = Math.imul(of << 1, 0x01010101);
    while (x < width && (words[(row + x) >> 2] & 0xfefefefe) === fourOf) x += 4;
    while (x < width && pixels[row + x] >> 1 === of) x++;
    return x;
  }

  /** Joins the strands from `first` on, which are those of the latest band, to those of a band above. */
  function joinDown(above: number, first: number): void {
    for (let strand = first; strand < strands; strand++) {
      const from = start[strand] - reach;
      const to = end[strand] + reach;
      let other = rightmost[above * colours + colour[strand]];
      while (other !== none && start[other] > to) other = before[other];
      for (; other !== none && end[other] >= from; other = before[other]) join(other, strand);
    }
  }

  function join(a: number, b: number): void {
    const one = root(a);
    const other = root(b);
    if (one === other) return;
    const first = Math.min(one, other);
    const second = Math.max(one, other);
    parent[second] = first;
    left[first] = Math.min(left[first], left[second]);
    right[first] = Math.max(right[first], right[second]);
    upper[first] = Math.min(upper[first], upper[second]);
    lower[first] = Math.max(lower[first], lower[second]);
  }

  function root(strand: number): number {
    let at = strand;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  /** Lists the blobs in the order in which the beam first meets them. */
  function collect(): Blobs {
    let count = 0;
    for (let strand = 0; strand < strands; strand++) {
      if (parent[strand] !== strand) continue;
      blobs.colour[count] = colour[strand];
      blobs.row[count] = (upper[strand] + lower[strand]) >> 1;
      blobs.column[count] = (left[strand] + right[strand]) >> 1;
      blobs.left[count] = left[strand];
      blobs.right[count] = right[strand];
      blobs.upper[count] = upper[strand];
      blobs.lower[count] = lower[strand];
      count++;
    }
    blobs.count = count;
    return blobs;
  }
}
