import { pack } from '../../bytes.ts';

/**
 * What a `ModelPlayer` loads.
 * @param json what stands in `model.json`
 * @param weights the weights file's bytes
 */
export function modelState(json: unknown, weights: Uint8Array): Uint8Array {
  return pack(json, { weights });
}
