import type { Random } from '../random.ts';

/** The longest that an action is held, in decisions. */
const longest = 1000;

/** For how many decisions one is held on average: the sum of 1 / n. */
const meanLength = Array.from({ length: longest }, (_, i) => 1 / (i + 1)).reduce((sum, term) => sum + term, 0);

/**
 * For how many decisions something is held: n with chance 1 / (n (n + 1)), so that far places are come to now and then
 * (temporally extended exploration: Dabney, Ostrovski & Barreto 2021, arXiv:2006.01782; their zeta law with mu = 2 is about
 * this one).
 */
export function holdLength(random: Random): number {
  return Math.min(longest, Math.floor(1 / (1 - random.uniform())));
}

/** An action by chance that is held for a while: drawn anew every time, actions undo each other. */
export class HeldAction {
  action = 0;
  /** Decisions for which it is held yet. */
  left = 0;

  /**
   * With what chance a held action must begin for so large a share of all decisions to be by chance.
   * @param share 0 to 1
   */
  static chanceToBegin(share: number): number {
    return share / (share + meanLength * (1 - share));
  }

  /** The action to take now: the one that is held, or a new one. */
  next(actions: number, random: Random): number {
    if (this.left > 0) this.left--;
    else {
      this.action = random.integer(actions);
      this.left = holdLength(random) - 1;
    }
    return this.action;
  }
}
