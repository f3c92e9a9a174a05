/**
 * An error that a person can mend: bad input, a missing file, an unknown name. The command line prints its message
 * as one line and exits with code 2. Everything else is a bug and keeps its stack.
 */
export class UserError extends Error {
  override name = 'UserError';
}

/** The names closest to a misspelt one (edit distance with transpositions, substrings first), best first, at most `count`. */
export function nearestNames(wanted: string, names: Iterable<string>, count = 3): string[] {
  const query = wanted.toLowerCase();
  return [...names]
    .map(name => ({ name, distance: distanceToName(query, name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.max(2, Math.ceil(name.length / 3)))
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, count)
    .map(({ name }) => name);
}

/** "did you mean a, b or c?" or an empty string where nothing is near. */
export function didYouMean(wanted: string, names: Iterable<string>): string {
  const near = nearestNames(wanted, names);
  if (near.length === 0) return '';
  const list = near.length === 1 ? near[0] : `${near.slice(0, -1).join(', ')} or ${near.at(-1)}`;
  return `did you mean ${list}?`;
}

/** A word of a name, right but for one letter, is as near as two: "pacmann" means ms_pacman, too. */
function distanceToName(query: string, name: string): number {
  const words = name.split('_').filter(word => word.length > 3);
  const whole = distanceBetween(query, name);
  return words.some(word => distanceBetween(query, word) <= 1) ? Math.min(whole, 2) : whole;
}

function distanceBetween(a: string, b: string): number {
  if (a === b) return 0;
  if (a.length > 2 && b.length > 2 && (a.includes(b) || b.includes(a))) return 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
      }
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}
