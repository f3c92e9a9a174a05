/** argmax_k (mu_k + sigma xi_k): the noise is the exploration. */
export function largest(a: Float64Array): number {
  let best = 0;
  for (let k = 1; k < a.length; k++) if (a[k] > a[best]) best = k;
  return best;
}
