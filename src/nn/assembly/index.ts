/**
 * The training kernels that TensorFlow.js's WebAssembly backend lacks. They work in that backend's own memory, so this
 * module has no data of its own: no constants in memory, no allocation, no runtime. Addresses are bytes; unless said
 * otherwise matrices are row-major and of 32-bit floats.
 */
export { adam, biasAndRectifierGradient, rmsProp, sumOfSquares } from './elementwise';
export { rowsTimes, rowTimes, transposedTimes } from './multiply';
export { layerNorm, layerNormGradient } from './normalize';
export { packPanels, packTransposed, transpose } from './pack';
export { fillZero, pad, patchTable, picturesFromPlanes, rowTable } from './patches';
export {
  addUp,
  outputsOfTiles,
  picturesOfTiles,
  positionOfFilter,
  tapOfPositions,
  tilesOfOutputs,
  tilesOfPictures,
} from './tiles';
