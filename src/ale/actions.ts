/**
 * ALE's eighteen actions, in ALE's order: the index is the action number that traces, logs and `act` use.
 * Player B's actions are the same list shifted by 18 inside ALE; here both players use 0..17.
 */
export const actionNames = [
  'noop',
  'fire',
  'up',
  'right',
  'left',
  'down',
  'upright',
  'upleft',
  'downright',
  'downleft',
  'upfire',
  'rightfire',
  'leftfire',
  'downfire',
  'uprightfire',
  'upleftfire',
  'downrightfire',
  'downleftfire',
] as const;

export type ActionName = (typeof actionNames)[number];

/** An ALE action number, 0..17. */
export type Action = number;

/** How many actions ALE knows for one player. */
export const actionCount = actionNames.length;

/** The number of a named action. */
export function actionNumber(name: ActionName): Action {
  return actionNames.indexOf(name);
}

/** All eighteen names: what most games accept, and the minimal set of some. */
export const allActions: readonly ActionName[] = actionNames;
