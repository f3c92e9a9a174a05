import type { ObjectFeatures } from '../../src/features/object-features.ts';

/** Keys of the single features that hold in the next picture, ascending: those of its groups. */
export function keysOf(features: ObjectFeatures, picture: Uint8Array): number[] {
  const active = new Set(features.see(picture));
  const { exports } = features;
  const known = exports.saveGroups();
  const { buffer } = features.memory;
  const keys = new Uint32Array(buffer, exports.keysAddress(), known);
  const groups = new Uint32Array(buffer, exports.groupsOfKeysAddress(), known);
  return [...keys].filter((_, i) => active.has(groups[i]));
}
