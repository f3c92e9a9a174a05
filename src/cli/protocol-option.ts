import { Option } from 'commander';
import { protocolNamed, protocols } from '../evaluation/protocols.ts';

const names = protocols.map(({ name }) => name).join(', ');

/** `--protocol`, with the first protocol where none is named. */
export function protocolOption(): Option {
  return new Option('--protocol <name>', `one of ${names}`)
    .argParser(protocolNamed)
    .default(protocols[0], protocols[0].name);
}

/** `--protocol` as a choice among what there is. */
export function onlyProtocolOption(): Option {
  return new Option('--protocol <name>', `only ${names}`).argParser(protocolNamed);
}
