import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadRom, md5Of } from '../../roms-fetch/index.ts';
import { assemble } from '../../scripts/assemble.mjs';
import { gameNamed } from '../../src/ale/games/index.ts';

const source = fileURLToPath(new URL('../../roms-fetch/embedded/orchard.asm', import.meta.url));

test('the source assembles to the ROM that the game file is written for, and the build made the same', () => {
  const [md5] = gameNamed('orchard').md5;
  expect(md5Of(assemble(source))).toBe(md5);
  expect(loadRom('orchard').md5).toBe(md5);
});
