/** The real Stella, inside ale-py, as a second implementation of `Ale`. */
export {
  type Moment,
  type PlayedStep,
  type PlayOptions,
  ReferenceEnvironment,
  type ReferenceOptions,
} from './environment.ts';
export {
  type GymnasiumReset,
  type GymnasiumSteps,
  ReferenceGymnasiumEnvironment,
  registeredIds,
} from './gymnasium.ts';
export { installReference, isReferenceInstalled, referenceFolder } from './install.ts';
export {
  ReferenceVectorEnvironment,
  type ReferenceVectorOptions,
  type VectorReset,
  type VectorSteps,
} from './vector.ts';
