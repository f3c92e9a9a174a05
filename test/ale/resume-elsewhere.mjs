/** Restores a state in a process of its own and prints a checksum of RAM and screen after each action. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AleEnvironment } from '../../dist/src/ale/environment.js';
import { openRom } from '../../dist/src/ale/open.js';

const [game, options, stateFile, actions] = process.argv.slice(2);
const { rom, game: definition } = openRom(game);
const environment = new AleEnvironment(rom.bytes, definition, JSON.parse(options));
environment.restoreState(readFileSync(stateFile));
for (const action of JSON.parse(actions)) {
  if (environment.gameOver()) environment.reset();
  environment.act(action);
  const sum = createHash('sha1').update(environment.ram()).update(environment.screen()).digest('hex');
  process.stdout.write(`${environment.frameNumber} ${sum}\n`);
}
