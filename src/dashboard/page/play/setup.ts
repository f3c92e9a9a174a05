import type { GameDefinition } from '../../../ale/game.ts';
import { gameNamed, games as knownGames } from '../../../ale/games/index.ts';
import { UserError } from '../../../errors.ts';
import type { PlayerSummary } from '../../api.ts';
import { fetchBytes, fetchJson, ServerError } from '../dom.ts';
import { canPlay, gameOf, loadOpponent, type Opponent, randomOpponent } from './agents.ts';

/** Who holds the joystick: the person, the agent, or each one of their own. */
export const seatings = ['me', 'agent', 'both'] as const;
export type Seating = (typeof seatings)[number];

/** What was chosen; kept in the page's address, so that it can be linked to. */
export interface Setup {
  game: string;
  mode: number;
  difficulty: number;
  /** Id of a run or a model, 'random', or '' for nobody. */
  agent: string;
  seating: Seating;
  sticky: boolean;
}

/** Everything there is to choose from. */
export interface Choices {
  games: readonly string[];
  players: readonly PlayerSummary[];
}

export async function loadChoices(): Promise<Choices> {
  const [games, players] = await Promise.all([
    fetchJson<string[]>('/api/games'),
    fetchJson<PlayerSummary[]>('/api/players'),
  ]);
  return { games: games.filter(name => knownGames.has(name)), players: players.filter(canPlay) };
}

/** Reads what the address asks for; whatever it does not say, or says wrongly, is as usual. */
export function setupOf(query: URLSearchParams, { games, players }: Choices): Setup {
  const player = players.find(({ id }) => id === query.get('agent'));
  const asked = (player && gameOf(player)) ?? query.get('game') ?? '';
  const game = games.includes(asked) ? asked : (games.find(name => name === 'orchard') ?? games[0]);
  const definition = gameNamed(game);
  const agent = player && gameOf(player) === game ? player.id : query.get('agent') === 'random' ? 'random' : '';
  const seating = seatings.find(name => name === query.get('seating')) ?? 'me';
  return {
    game,
    mode: numberAmong(modesOf(definition), query.get('mode') ?? player?.environment.mode),
    difficulty: numberAmong(difficultiesOf(definition), query.get('difficulty') ?? player?.environment.difficulty),
    agent,
    seating: agent === '' ? 'me' : seating,
    sticky: query.has('sticky') ? query.get('sticky') === '1' : agent !== '',
  };
}

/** The address of a setup; what is left open is as usual there. */
export function queryOf(setup: Partial<Setup>): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(setup)) {
    if (typeof value === 'boolean') query.set(name, value ? '1' : '0');
    else if (value !== undefined && value !== '') query.set(name, String(value));
  }
  return query;
}

/** Game modes, the usual one first. */
export function modesOf(game: GameDefinition): readonly number[] {
  const modes = game.modes?.available ?? [0];
  const usual = game.modes?.default ?? modes[0];
  return [usual, ...modes.filter(mode => mode !== usual)];
}

export function difficultiesOf(game: GameDefinition): readonly number[] {
  return [...new Set([0, ...(game.difficulties ?? [])])];
}

/** @throws ServerError, RangeError */
export async function opponentNamed(agent: string): Promise<Opponent | undefined> {
  if (agent === '') return undefined;
  return agent === 'random' ? randomOpponent : loadOpponent(agent);
}

const roms = new Map<string, Promise<Uint8Array>>();

export function romOf(game: string): Promise<Uint8Array> {
  let rom = roms.get(game);
  if (!rom) {
    rom = fetchBytes(`/api/rom/${game}`);
    roms.set(game, rom);
    rom.catch(() => roms.delete(game));
  }
  return rom;
}

let compiled: Promise<WebAssembly.Module> | undefined;

/** The console, downloaded and compiled once. */
export function consoleModule(): Promise<WebAssembly.Module> {
  compiled ??= WebAssembly.compileStreaming(fetch('/console.wasm'));
  return compiled;
}

/** What went wrong, in words for a person; whatever is a bug stays an error of the page. */
export function problemOf(error: unknown): string {
  if (error instanceof ServerError || error instanceof UserError || error instanceof RangeError) return error.message;
  throw error;
}

function numberAmong(allowed: readonly number[], wanted: string | number | null | undefined): number {
  const value = wanted === null || wanted === undefined ? Number.NaN : Number(wanted);
  return allowed.includes(value) ? value : allowed[0];
}
