import { actionSize, advance, backward, gamma, reward, stateSize } from './plant.ts';
import type { Policy } from './policy.ts';

/** Steps after which what is left of a return is below a hundred-thousandth of it. */
const horizon = 60;

/** Q^mu(s, a): the action first, and from then on what the policy does without noise. */
export function actionValue(policy: Policy, state: Float64Array, action: Float64Array): number {
  const s = state.slice();
  let value = 0;
  let discount = 1;
  let a = action;
  for (let t = 0; t < horizon; t++) {
    value += discount * reward(s, a);
    advance(s, a);
    discount *= gamma;
    a = policy.act(s);
  }
  return value;
}

/** The gradient of Q^mu(s, a) by a, at a = mu(s), by the chain rule along the path that the policy takes from s. */
export function actionGradient(policy: Policy, state: Float64Array): Float64Array {
  const path: Float64Array[] = [];
  const actions: Float64Array[] = [];
  // Of each time step, f'(z) of every layer: all that going back needs to know of it.
  const slopes: Float64Array[][] = [];
  const s = state.slice();
  for (let t = 0; t < horizon; t++) {
    path.push(s.slice());
    actions.push(policy.act(s).slice());
    slopes.push(policy.trace.map(layer => layer.slopes.slice()));
    advance(s, actions[t]);
  }
  const byAction = new Float64Array(actionSize);
  const byState = new Float64Array(stateSize);
  const byNext = new Float64Array(stateSize);
  for (let t = horizon - 1; ; t--) {
    backward(path[t], actions[t], byNext, byState, byAction);
    if (t === 0) return byAction;
    // The state also decides the action.
    for (const [l, layer] of policy.trace.entries()) layer.slopes.set(slopes[t][l]);
    const through = policy.backward(byAction);
    for (let i = 0; i < stateSize; i++) byNext[i] = byState[i] + through[i];
  }
}

/**
 * (grad_W Q^mu(s, mu(s)))^(n) for all neurons, averaged over states: exact backpropagation of the exact gradient by the
 * action.
 * @returns for each layer, laid out as the weights
 */
export function exactGradient(policy: Policy, states: readonly Float64Array[]): Float64Array[] {
  const gradient = policy.weights.map(weights => new Float64Array(weights.length));
  for (const state of states) {
    const byAction = actionGradient(policy, state);
    policy.act(state);
    policy.backward(byAction, (layer, neuron, delta) => {
      const { inputs } = policy.trace[layer];
      const into = gradient[layer];
      const first = neuron * inputs.length;
      for (let k = 0; k < inputs.length; k++) into[first + k] += (delta * inputs[k]) / states.length;
    });
  }
  return gradient;
}
