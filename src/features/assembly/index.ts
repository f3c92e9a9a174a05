/**
 * Object features of pictures, and linear values on them with eligibility traces: all that happens between a picture and
 * a decision, in one memory, which may be that in which the picture was made. A module serves one agent. Addresses are bytes.
 */
import { findBlobs, setBlobCount } from './blobs';
import { findGroups } from './groups';
import { listMotion } from './motion';
import { listKeys } from './offsets';

export {
  blobCount,
  blobsAddress,
  earlierBlobCount,
  earlierBlobsAddress,
  prepareBlobs,
  roomAddress,
  setBlobCount,
} from './blobs';
export {
  activeAddress,
  activeCount,
  dividedAddress,
  dividedCount,
  groupCount,
  groupOf,
  groupsOfKeysAddress,
  keysAddress,
  knownFeatures,
  loadGroups,
  makeRoom,
  prepareGroups,
  saveGroups,
  setActive,
  sharesAddress,
  sizesAddress,
} from './groups';
export { addSteps, motionKey, numberTriples, prepareMotion, stepSizes, tripleCount, triplesAddress } from './motion';
export { addDivision, biasKey, loadPlaces } from './offsets';
export {
  activeRate,
  addToTraced,
  clearTraces,
  cohortAction,
  cohortsAddress,
  dueAddress,
  findValues,
  followGroups,
  memberCount,
  membersAddress,
  newestCohort,
  prepareWeights,
  rateGroups,
  setCohortAction,
  setNewestCohort,
  setTraces,
  traceByAgeAddress,
  valueOf,
  valuesAddress,
  weightsAddress,
} from './traced-weights';

/** Finds the groups of features that hold for the picture at an address. Groups are made and divided if `learning`. */
export function see(picture: usize, learning: bool): void {
  findBlobs(picture);
  listKeys();
  listMotion(learning);
  findGroups(learning);
}

/** A new episode: the next picture has none before it. */
export function forget(): void {
  setBlobCount(0);
}
