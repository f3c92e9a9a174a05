/**
 * Blobs: what Liang et al. (2016, section 6) take for objects. Two pixels of one colour belong to the same blob if a
 * chain of pixels of that colour joins them in which each is at most `reach` pixels from the next, across and down
 * (the paper's 6 x 6 square around a pixel is a reach of 3). Walls and backgrounds are blobs like everything else.
 *
 * A picture of the 2600 is made of few, wide things, so neither pixels nor whole rows are worth looking at one by one:
 * equal rows that follow each other are one band, each band is cut into runs of one colour, and runs are joined.
 * Joining a run to its copy in the next row never joins more than the runs above did, so nothing is lost by the bands.
 */

/** The blobs of one picture: colour (palette index >> 1, 0..127) and the middle of the box around each. */
export interface Blobs {
  count: number;
  readonly colour: Uint8Array;
  readonly row: Uint16Array;
  readonly column: Uint16Array;
}

/** A finder for pictures of one size. The result is overwritten by the next call. */
export function blobFinder(width: number, height: number, reach = 3): (screen: Uint8Array) => Blobs {
  if (width % 4 !== 0) throw new RangeError(`a row of ${width} pixels is no whole number of words`);
  const most = width * height;
  const pixels = new Uint8Array(most);
  const words = new Uint32Array(pixels.buffer);
  const wordsInRow = width / 4;

  // Runs, band after band, left to right. `parent` leads to the first run of the blob.
  const start = new Int16Array(most);
  const end = new Int16Array(most);
  const colour = new Uint8Array(most);
  const parent = new Int32Array(most);
  // Bands.
  const firstRun = new Int32Array(height + 1);
  const top = new Int16Array(height);
  const bottom = new Int16Array(height);
  // Boxes, kept at the first run of each blob.
  const left = new Int16Array(most);
  const right = new Int16Array(most);
  const upper = new Int16Array(most);
  const lower = new Int16Array(most);

  const blobs: Blobs = {
    count: 0,
    colour: new Uint8Array(most),
    row: new Uint16Array(most),
    column: new Uint16Array(most),
  };

  return screen => {
    if (screen.length !== most) throw new RangeError(`a screen of ${screen.length} pixels is not ${width} x ${height}`);
    pixels.set(screen);
    const bands = cutIntoRuns();
    for (let band = 0; band < bands; band++) {
      joinAcross(band);
      for (let above = band - 1; above >= 0 && top[band] - bottom[above] <= reach; above--) joinDown(above, band);
    }
    return collect(bands);
  };

  /** Fills bands and runs, and returns the number of bands. */
  function cutIntoRuns(): number {
    let bands = 0;
    let runs = 0;
    for (let y = 0; y < height; y++) {
      if (y > 0 && equalsRowAbove(y)) {
        bottom[bands - 1] = y;
        continue;
      }
      top[bands] = y;
      bottom[bands] = y;
      firstRun[bands++] = runs;
      const row = y * width;
      for (let x = 0; x < width; ) {
        const from = x;
        const of = pixels[row + x] >> 1;
        do x++;
        while (x < width && pixels[row + x] >> 1 === of);
        start[runs] = from;
        end[runs] = x - 1;
        colour[runs] = of;
        parent[runs] = runs;
        runs++;
      }
    }
    firstRun[bands] = runs;
    return bands;
  }

  function equalsRowAbove(y: number): boolean {
    const from = y * wordsInRow;
    for (let i = from; i < from + wordsInRow; i++) if (words[i] !== words[i - wordsInRow]) return false;
    return true;
  }

  /** Joins runs of one band over gaps. */
  function joinAcross(band: number): void {
    const last = firstRun[band + 1];
    for (let run = firstRun[band]; run < last; run++) {
      for (let next = run + 2; next < last && start[next] - end[run] <= reach; next++) {
        if (colour[next] === colour[run]) join(run, next);
      }
    }
  }

  /** Joins runs of two bands that are near enough above each other. */
  function joinDown(above: number, band: number): void {
    const last = firstRun[above + 1];
    let near = firstRun[above];
    for (let run = firstRun[band]; run < firstRun[band + 1]; run++) {
      while (end[near] < start[run] - reach) near++;
      for (let other = near; other < last && start[other] <= end[run] + reach; other++) {
        if (colour[other] === colour[run]) join(other, run);
      }
    }
  }

  function root(run: number): number {
    let at = run;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  function join(a: number, b: number): void {
    const one = root(a);
    const other = root(b);
    if (one < other) parent[other] = one;
    else parent[one] = other;
  }

  /** Draws the boxes and lists the blobs in the order in which the beam first meets them. */
  function collect(bands: number): Blobs {
    for (let band = 0; band < bands; band++) {
      for (let run = firstRun[band]; run < firstRun[band + 1]; run++) {
        const first = root(run);
        if (first === run) {
          left[run] = start[run];
          right[run] = end[run];
          upper[run] = top[band];
          lower[run] = bottom[band];
        } else {
          if (start[run] < left[first]) left[first] = start[run];
          if (end[run] > right[first]) right[first] = end[run];
          if (bottom[band] > lower[first]) lower[first] = bottom[band];
        }
      }
    }
    const runs = firstRun[bands];
    let count = 0;
    for (let run = 0; run < runs; run++) {
      if (parent[run] !== run) continue;
      blobs.colour[count] = colour[run];
      blobs.row[count] = (upper[run] + lower[run]) >> 1;
      blobs.column[count] = (left[run] + right[run]) >> 1;
      count++;
    }
    blobs.count = count;
    return blobs;
  }
}
