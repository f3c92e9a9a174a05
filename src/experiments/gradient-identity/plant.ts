/**
 * The task of the experiment: two damped pendulums that hang side by side, joined by a spring, with a torque on each, to be
 * brought to rest at the bottom. Costs are quadratic, the sine makes the motion nonlinear: an LQR but for that. It is small
 * and smooth, so that the exact gradient of its action value can be had to compare with.
 *
 *     v' = v + h (-g sin p - c v + k (p_other - p) + a)      p' = p + h v'      r = -(|p|^2 + 0.1 |v|^2 + 0.1 |a|^2)
 */

/** Numbers of a state (p1, p2, v1, v2) and of an action (a1, a2). */
export const stateSize = 4;
export const actionSize = 2;

/** Discount of a step. */
export const gamma = 0.9;

const step = 0.2;
const gravity = 1;
const damping = 0.5;
const spring = 0.5;
const velocityCost = 0.1;
const actionCost = 0.1;

/** The reward for an action in a state. */
export function reward(s: Float64Array, a: Float64Array): number {
  const motion = s[2] * s[2] + s[3] * s[3];
  return -(s[0] * s[0] + s[1] * s[1] + velocityCost * motion + actionCost * (a[0] * a[0] + a[1] * a[1]));
}

/** Turns a state into the one that follows. */
export function advance(s: Float64Array, a: Float64Array): void {
  const pull = spring * (s[1] - s[0]);
  s[2] += step * (-gravity * Math.sin(s[0]) - damping * s[2] + pull + a[0]);
  s[3] += step * (-gravity * Math.sin(s[1]) - damping * s[3] - pull + a[1]);
  s[0] += step * s[2];
  s[1] += step * s[3];
}

/**
 * The chain rule through one step: from the gradient of what is to come by the next state, to the gradients of reward plus
 * `gamma` times what is to come by state and action.
 * @param byNext gradient by the state that follows
 * @param byState receives the gradient by the state
 * @param byAction receives the gradient by the action
 */
export function backward(
  s: Float64Array,
  a: Float64Array,
  byNext: Float64Array,
  byState: Float64Array,
  byAction: Float64Array,
): void {
  // v' reaches the future by itself and through p'.
  const [v1, v2] = [gamma * (byNext[2] + step * byNext[0]), gamma * (byNext[3] + step * byNext[1])];
  const [p1, p2] = [gamma * byNext[0], gamma * byNext[1]];
  byState[0] = -2 * s[0] + p1 + step * ((-gravity * Math.cos(s[0]) - spring) * v1 + spring * v2);
  byState[1] = -2 * s[1] + p2 + step * ((-gravity * Math.cos(s[1]) - spring) * v2 + spring * v1);
  byState[2] = -2 * velocityCost * s[2] + (1 - step * damping) * v1;
  byState[3] = -2 * velocityCost * s[3] + (1 - step * damping) * v2;
  byAction[0] = -2 * actionCost * a[0] + step * v1;
  byAction[1] = -2 * actionCost * a[1] + step * v2;
}
