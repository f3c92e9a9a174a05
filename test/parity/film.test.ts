import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { playerNamed } from '../../src/evaluation/player.ts';
import { protocolNamed } from '../../src/evaluation/protocols.ts';
import { record } from '../../src/recording/record.ts';
import { replay } from '../../src/recording/replay.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { prepare, setUpTime } from './compare.ts';

beforeAll(() => prepare(['pong']), setUpTime);

test('a film of the reference is that of our console, picture by picture, and is played again', async () => {
  const folder = temporaryFolder();
  const protocol = { ...protocolNamed('ale-v5'), maxFramesPerEpisode: 240 };
  const taken = await Promise.all(
    (['openbrain', 'reference'] as const).map(async console => {
      const out = join(folder, `${console}.webp`);
      const player = playerNamed('random', { game: 'pong', protocol });
      const { film, actionLog } = await record(player, { protocol, seed: 3, out, scale: 1, console });
      return {
        film: readFileSync(film),
        log: actionLog,
        episodes: readFileSync(actionLog, 'utf8').split('\n').slice(1),
      };
    }),
  );
  expect(taken[0].episodes).toEqual(taken[1].episodes);
  expect(taken[0].film.equals(taken[1].film), 'the same bytes').toBe(true);
  expect((await replay(taken[1].log)).frames).toBe(240);
}, 60_000);
