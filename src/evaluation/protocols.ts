import { didYouMean, UserError } from '../errors.ts';

/** The conditions of an evaluation. Scores of different protocols are not to be compared. */
export interface Protocol {
  readonly name: string;
  readonly description: string;
  /** Sticky actions: chance that the previous action is repeated, drawn every frame. */
  readonly repeatActionProbability: number;
  /** Frames after which an episode is cut. */
  readonly maxFramesPerEpisode: number;
  /** All 18 actions for agents that do not say otherwise. */
  readonly fullActionSpace: boolean;
  /** Episodes begin with up to this many frames of doing nothing. */
  readonly noopMax: number;
  /** Frames for which an action is held, for agents that were not trained with another number. */
  readonly frameSkip: number;
}

export const protocols: readonly Protocol[] = [
  {
    name: 'ale-v5',
    description: 'as ALE’s Gymnasium ids: sticky actions 0.25, minimal actions, half an hour at most',
    repeatActionProbability: 0.25,
    maxFramesPerEpisode: 108_000,
    fullActionSpace: false,
    noopMax: 0,
    frameSkip: 4,
  },
];

/** @throws UserError where there is no such protocol */
export function protocolNamed(name: string): Protocol {
  const names = protocols.map(protocol => protocol.name);
  const protocol = protocols.find(candidate => candidate.name === name);
  if (protocol) return protocol;
  throw new UserError(`unknown protocol "${name}": ${didYouMean(name, names) || `known: ${names.join(', ')}`}`);
}
