/**
 * Assembles 6502 sources with dasm, which npm brings along as JavaScript.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

// The package is CommonJS and says so with an `__esModule` mark that `import` does not understand.
const { default: dasm } = createRequire(import.meta.url)('dasm');

/**
 * The memory image of an Atari 2600 program; `include "vcs.h"` names the machine's registers.
 * @throws Error with dasm's messages where the source is wrong
 */
export function assemble(file) {
  // `quick` leaves out the listing: reading it back is what fails first where a source is wrong. dasm then reports
  // success whatever happened, so its messages are asked.
  const { data, output } = dasm(readFileSync(file, 'utf8'), { format: 3, machine: 'atari2600', quick: true });
  if (output.some(line => /error|abort/i.test(line))) {
    throw new Error(output.map(line => line.trim().replace('file.a', file)).join('\n'));
  }
  return data;
}
