import type { EnvironmentConfig } from '../training/config.ts';
import { atari100kGames } from './human-random.ts';
import type { Protocol } from './protocols.ts';

/**
 * In what an evaluation differs from its protocol, one phrase each. An agent keeps the frame skip and the actions it was
 * trained with, since its policy means nothing with others; that must be said beside its score.
 * @param trainedFrames emulator frames of training
 */
export function deviationsFrom(
  protocol: Protocol,
  game: string,
  environment: EnvironmentConfig,
  trainedFrames: number,
): string[] {
  const deviations: string[] = [];
  const say = (differs: boolean, phrase: string): void => void (differs && deviations.push(phrase));
  const { frameSkip, fullActionSpace, mode, difficulty } = environment;
  say(frameSkip !== protocol.frameSkip, `frame skip ${frameSkip} instead of ${protocol.frameSkip}`);
  say(fullActionSpace !== protocol.fullActionSpace, `${fullActionSpace ? 'all 18' : 'the game’s minimal'} actions`);
  say(mode !== null && mode !== 0, `game mode ${mode}`);
  say(difficulty !== null && difficulty !== 0, `difficulty ${difficulty}`);
  const most = protocol.trainingFrames ?? Infinity;
  say(trainedFrames > most, `trained for ${trainedFrames} frames instead of at most ${most}`);
  const isOneOf26 = protocol.name !== 'atari100k' || atari100kGames.includes(game);
  say(!isOneOf26, 'not one of the 26 games');
  return deviations;
}
