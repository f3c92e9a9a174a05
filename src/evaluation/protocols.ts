import { didYouMean, UserError } from '../errors.ts';

/** The conditions of an evaluation. Scores of different protocols are not to be compared. */
export interface Protocol {
  readonly name: string;
  readonly description: string;
  /** Where it is laid down. */
  readonly source: string;
  /** Sticky actions: chance that the previous action is repeated, drawn every frame. */
  readonly repeatActionProbability: number;
  /** Frames after which an episode is cut. */
  readonly maxFramesPerEpisode: number;
  /** All 18 actions rather than those the game uses. */
  readonly fullActionSpace: boolean;
  /** Episodes begin with 0 to this many frames of doing nothing. */
  readonly noopMax: number;
  /** Frames for which an action is held. */
  readonly frameSkip: number;
  /** Chance that an action of the agent's is replaced by one drawn at random. */
  readonly epsilon: number;
  /** A lost life ends the episode. */
  readonly terminalOnLifeLoss: boolean;
  /** Frames that the agent may have been trained for, where the protocol limits them. */
  readonly trainingFrames?: number;
  /** What the protocol asks of a report beyond what a single evaluation can give. */
  readonly reporting?: string;
}

const halfHour = 108_000;
const fiveMinutes = 18_000;

export const protocols: readonly Protocol[] = [
  {
    name: 'ale-v5',
    description: 'as ALE’s Gymnasium ids: sticky actions 0.25, minimal actions, half an hour at most',
    source: 'ale-py, Gymnasium ids ALE/…-v5',
    repeatActionProbability: 0.25,
    maxFramesPerEpisode: halfHour,
    fullActionSpace: false,
    noopMax: 0,
    frameSkip: 4,
    epsilon: 0,
    terminalOnLifeLoss: false,
  },
  {
    name: 'machado2018',
    description: 'sticky actions 0.25, all 18 actions, game over only, five minutes at most, frame skip 5',
    source:
      'Machado et al. 2018, "Revisiting the Arcade Learning Environment", arXiv:1709.06009, Table 10 and section 5',
    repeatActionProbability: 0.25,
    maxFramesPerEpisode: fiveMinutes,
    fullActionSpace: true,
    noopMax: 0,
    frameSkip: 5,
    epsilon: 0,
    terminalOnLifeLoss: false,
    reporting:
      'the paper reports the last 100 training episodes at 10, 50, 100 and 200 M frames, over at least 5 training seeds; ' +
      'these are episodes played after training',
  },
  {
    name: 'dqn-nature',
    description: 'no sticky actions, up to 30 no-ops, epsilon 0.05, minimal actions, five minutes at most',
    source: 'Mnih et al. 2015, "Human-level control through deep reinforcement learning", Nature 518:529-533, Methods',
    repeatActionProbability: 0,
    maxFramesPerEpisode: fiveMinutes,
    fullActionSpace: false,
    noopMax: 30,
    frameSkip: 4,
    epsilon: 0.05,
    terminalOnLifeLoss: false,
  },
  {
    name: 'dopamine',
    description: 'sticky actions 0.25, epsilon 0.001, minimal actions, 27,000 steps at most',
    source: 'Castro et al. 2018, "Dopamine", arXiv:1812.06110',
    repeatActionProbability: 0.25,
    // 27,000 steps of 4 frames.
    maxFramesPerEpisode: halfHour,
    fullActionSpace: false,
    noopMax: 0,
    frameSkip: 4,
    epsilon: 0.001,
    terminalOnLifeLoss: false,
  },
  {
    name: 'atari100k',
    description:
      'trained for 100,000 steps at most; no sticky actions, up to 30 no-ops, epsilon 0.001, minimal actions',
    source: 'Kaiser et al. 2020 (SimPLe), arXiv:1903.00374; the evaluation as in google/dopamine labs/atari_100k',
    repeatActionProbability: 0,
    maxFramesPerEpisode: halfHour,
    fullActionSpace: false,
    noopMax: 30,
    frameSkip: 4,
    epsilon: 0.001,
    terminalOnLifeLoss: false,
    trainingFrames: 400_000,
    reporting: 'the benchmark is 26 games, 100 episodes after training',
  },
];

/** @throws UserError with the nearest names where there is no such protocol */
export function protocolNamed(name: string): Protocol {
  const names = protocols.map(protocol => protocol.name);
  const protocol = protocols.find(candidate => candidate.name === name);
  if (protocol) return protocol;
  throw new UserError(`unknown protocol "${name}": ${didYouMean(name, names) || `known: ${names.join(', ')}`}`);
}
