/** Colours of curves that can be told apart, on light and on dark paper. */
const light = ['#b45309', '#1d4ed8', '#15803d', '#be185d', '#6d28d9', '#0e7490', '#b91c1c', '#4d7c0f'];
const dark = ['#f0a13a', '#60a5fa', '#4ade80', '#f472b6', '#a78bfa', '#22d3ee', '#f87171', '#a3e635'];

const darkness = matchMedia('(prefers-color-scheme: dark)');

export function colour(index: number): string {
  return (darkness.matches ? dark : light)[index % light.length];
}

/** The page's own colours, for what is drawn on a canvas. */
export function inkAndLine(): { ink: string; line: string } {
  return darkness.matches ? { ink: '#9aa5b1', line: '#313942' } : { ink: '#5d6772', line: '#dcd9d0' };
}

/** Calls back when light turns dark or the other way. */
export function onDarkness(change: () => void): void {
  darkness.addEventListener('change', change);
}
