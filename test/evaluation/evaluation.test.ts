/** Whole evaluations of random play on the game that openbrain brings along. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { evaluatePlayer } from '../../src/evaluation/evaluation.ts';
import { playerNamed } from '../../src/evaluation/player.ts';
import { protocolNamed } from '../../src/evaluation/protocols.ts';
import { ScoreStore } from '../../src/evaluation/store/store.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

const protocol = protocolNamed('dqn-nature');
const player = playerNamed('random', { game: 'orchard', protocol });
const plan = { protocol, episodes: 2, seeds: [1, 2], console: 'openbrain' as const, workers: 1 };
const newStore = () => new ScoreStore(join(temporaryFolder(), 'scores.db'));

test('the scores do not depend on the number of threads', async () => {
  const reports = [];
  for (const workers of [1, 2, 3]) {
    const store = newStore();
    reports.push(await evaluatePlayer(player, { ...plan, workers }, store));
    store.close();
  }
  expect(reports[0]?.episodes).toHaveLength(4);
  expect(reports[1]).toEqual(reports[0]);
  expect(reports[2]).toEqual(reports[0]);
}, 60_000);

test('an evaluation that was stopped goes on where it was; what is stored is not played again, unless asked for', async () => {
  const store = newStore();
  const stop = new AbortController();
  const first = await evaluatePlayer(
    player,
    { ...plan, signal: stop.signal, onProgress: done => done === 3 && stop.abort() },
    store,
  );
  expect(first?.episodes).toHaveLength(3);
  expect(store.evaluations()[0].episodes).toHaveLength(3);

  // Shows that stored scores are taken as they are: this one could not have been played.
  const [{ id, episodes }] = store.evaluations();
  store.add(id, { ...episodes[0], return: -12345 });
  const counts: number[] = [];
  const onProgress = (done: number, _all: number, frames: number) => void (frames === 0 && counts.push(done));
  const second = await evaluatePlayer(player, { ...plan, onProgress }, store);
  expect(counts).toEqual([4]);
  expect(second?.episodes.map(episode => episode.return)).toContain(-12345);

  const third = await evaluatePlayer(player, { ...plan, again: true }, store);
  expect(third?.episodes.map(episode => episode.return)).not.toContain(-12345);
  expect(third?.episodes.slice(0, 3)).toEqual(first?.episodes);
  expect(store.evaluations()).toHaveLength(1);
  store.close();
}, 60_000);

test('everything that decides a score is stored with it', async () => {
  const store = newStore();
  await evaluatePlayer(player, { ...plan, seeds: [1], episodes: 1 }, store);
  const [evaluation] = store.evaluations();
  expect(evaluation).toMatchObject({
    ...{ agent: 'random', game: 'orchard', console: 'openbrain', deviations: [] },
    protocol: { name: 'dqn-nature', epsilon: 0.05 },
    environment: { noopMax: 31, repeatActionProbability: 0, frameSkip: 4 },
  });
  expect(evaluation.romMd5).toMatch(/^[0-9a-f]{32}$/);
  expect(evaluation.emulator).toMatch(/^openbrain \S+ console [0-9a-f]{12}$/);
  // Nobody has measured how well people play Orchard.
  expect(evaluation.normalisation).toBeUndefined();
  expect(evaluation.run).toBeUndefined();
  store.close();
}, 60_000);
