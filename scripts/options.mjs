/** Options of the scripts beside it. What a person can mend is one line and exit code 2, as in `openbrain` itself. */
import { basename } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Reads `--name value` for each of the defaults; where a default is a number, the value must be a whole one.
 * @param {Record<string, number | string>} defaults
 * @param {{ least?: Record<string, number>, positionals?: string }} [more] `least`: the smallest value of an option, 1
 *   where nothing is said; `positionals`: what other words stand for, none are taken where it is absent
 * @returns {Record<string, any> & { positionals: string[] }}
 */
export function readOptions(defaults, { least = {}, positionals } = {}) {
  process.on('uncaughtException', error => {
    if (error.name === 'UserError') fail(error.message);
    // A child that met such an error has said so in its last line.
    if (error.status === 2 && error.stderr) fail(String(error.stderr).trim().split('\n').at(-1));
    console.error(error);
    process.exit(1);
  });
  const known = Object.entries(defaults).map(([name, value]) => `[--${name} ${value}]`);
  const usage = [
    `usage: scripts/${basename(process.argv[1])}`,
    ...known,
    ...(positionals ? [`[${positionals}]`] : []),
  ].join(' ');
  const strings = Object.keys(defaults).map(name => [name, { type: 'string' }]);
  const parsed = parse({
    options: { ...Object.fromEntries(strings), help: { type: 'boolean', short: 'h' } },
    allowPositionals: positionals !== undefined,
  });
  if (parsed.values.help) {
    console.log(usage);
    process.exit();
  }
  const options = { ...defaults, positionals: parsed.positionals };
  for (const [name, text] of Object.entries(parsed.values)) options[name] = checked(name, text);
  return options;

  function parse(what) {
    try {
      return parseArgs(what);
    } catch (error) {
      // Node's own message goes on with advice of several sentences.
      return fail(`${error.message.split('. ')[0]}; ${usage}`);
    }
  }

  function checked(name, text) {
    if (typeof defaults[name] === 'string') return text;
    const number = Number(text);
    const smallest = least[name] ?? 1;
    if (text.trim() !== '' && Number.isInteger(number) && number >= smallest) return number;
    return fail(`--${name} ${text}: a whole number from ${smallest} on is wanted`);
  }
}

/** Ends the process with one line and exit code 2. @param {string} message */
export function fail(message) {
  process.stderr.write(`${basename(process.argv[1])}: ${message}\n`);
  process.exit(2);
}
