import { Command } from 'commander';
import { examine } from '../../doctor.ts';
import { example } from '../example.ts';
import { print } from '../format.ts';

/** `openbrain doctor`. */
export const doctorCommand = new Command('doctor')
  .description('Say what is available on this machine, why something is not, and how to get it')
  .option('--json', 'print as JSON')
  .addHelpText('after', example('openbrain doctor', 'openbrain doctor --json'))
  .action(({ json }: { json?: boolean }) => {
    const findings = examine();
    if (json) return print(JSON.stringify(findings));
    const width = Math.max(...findings.map(({ name }) => name.length));
    for (const { name, available, detail, advice } of findings) {
      print(`${available ? 'yes' : 'no '}  ${name.padEnd(width)}  ${detail}`);
      if (advice) print(`${' '.repeat(width + 7)}to get it: ${advice}`);
    }
  });
