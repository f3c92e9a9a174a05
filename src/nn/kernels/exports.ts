/** What src/nn/assembly exports; each function is documented there. Flags are 0 or 1. */
export interface NnExports {
  packPanels(to: number, from: number, depth: number, columns: number, stride: number): void;
  packTransposed(to: number, from: number, depth: number, columns: number, stride: number): void;
  transpose(to: number, toStride: number, from: number, rows: number, columns: number): void;
  rowsTimes(
    outTable: number,
    outOffset: number,
    table: number,
    rows: number,
    columns: number,
    segments: number,
    length: number,
    segmentBytes: number,
    panels: number,
    bias: number,
    rectify: number,
    accumulate: number,
  ): void;
  rowTimes(
    out: number,
    a: number,
    weights: number,
    depth: number,
    columns: number,
    rowBytes: number,
    bias: number,
    rectify: number,
  ): void;
  transposedTimes(
    out: number,
    outBytes: number,
    table: number,
    rows: number,
    columns: number,
    segments: number,
    length: number,
    segmentBytes: number,
    panels: number,
    accumulate: number,
  ): void;
  patchTable(
    table: number,
    pictures: number,
    batch: number,
    height: number,
    width: number,
    channels: number,
    outHeight: number,
    outWidth: number,
    strideDown: number,
    strideAcross: number,
  ): void;
  rowTable(table: number, matrix: number, rows: number, rowBytes: number): void;
  pad(
    padded: number,
    pictures: number,
    batch: number,
    height: number,
    rowBytes: number,
    paddedHeight: number,
    paddedRowBytes: number,
    top: number,
    leftBytes: number,
    back: number,
  ): void;
  fillZero(address: number, bytes: number): void;
  picturesFromPlanes(to: number, from: number, batch: number, channels: number, pixels: number, scale: number): void;
  biasAndRectifierGradient(
    to: number,
    biasGradient: number,
    gradient: number,
    output: number,
    rows: number,
    columns: number,
  ): void;
  layerNorm(
    out: number,
    input: number,
    scale: number,
    shift: number,
    rows: number,
    columns: number,
    epsilon: number,
    rectify: number,
  ): void;
  layerNormGradient(
    inputGradient: number,
    scaleGradient: number,
    shiftGradient: number,
    gradient: number,
    input: number,
    output: number,
    scale: number,
    rows: number,
    columns: number,
    epsilon: number,
    work: number,
  ): void;
  sumOfSquares(values: number, count: number): number;
  adam(
    out: number,
    weights: number,
    gradient: number,
    first: number,
    second: number,
    count: number,
    scale: number,
    beta1: number,
    beta2: number,
    rate: number,
    correction: number,
    epsilon: number,
  ): void;
  rmsProp(
    out: number,
    weights: number,
    gradient: number,
    mean: number,
    square: number,
    count: number,
    scale: number,
    decay: number,
    rate: number,
    epsilon: number,
  ): void;
  tilesOfPictures(
    to: number,
    positionBytes: number,
    pictures: number,
    height: number,
    width: number,
    channels: number,
    step: number,
    reach: number,
    first: number,
    count: number,
  ): void;
  picturesOfTiles(
    pictures: number,
    from: number,
    positionBytes: number,
    batch: number,
    height: number,
    width: number,
    channels: number,
    step: number,
    reach: number,
  ): void;
  outputsOfTiles(
    outputs: number,
    from: number,
    positionBytes: number,
    outDown: number,
    outAcross: number,
    filters: number,
    reach: number,
    first: number,
    count: number,
    bias: number,
    rectify: number,
  ): void;
  tilesOfOutputs(
    to: number,
    positionBytes: number,
    outputs: number,
    outDown: number,
    outAcross: number,
    filters: number,
    reach: number,
    first: number,
    count: number,
    inPanels: number,
  ): void;
  positionOfFilter(
    to: number,
    filter: number,
    position: number,
    channels: number,
    filters: number,
    step: number,
    reach: number,
  ): void;
  tapOfPositions(
    filter: number,
    positions: number,
    tap: number,
    channels: number,
    filters: number,
    step: number,
    reach: number,
  ): void;
  addUp(to: number, arrays: number, bytes: number, number: number, count: number): void;
}
