/** One saved state a game, kept by the browser. */

const keyOf = (game: string): string => `openbrain state ${game}`;

export function hasSaved(game: string): boolean {
  return localStorage.getItem(keyOf(game)) !== null;
}

/** @throws DOMException where the browser has no room */
export function save(game: string, state: Uint8Array): void {
  localStorage.setItem(keyOf(game), btoa(Array.from(state, byte => String.fromCharCode(byte)).join('')));
}

export function saved(game: string): Uint8Array | undefined {
  const text = localStorage.getItem(keyOf(game));
  return text === null ? undefined : Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
}
