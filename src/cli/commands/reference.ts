import { Command } from 'commander';
import { installReference, isReferenceInstalled, referenceFolder } from '../../ale/reference/index.ts';
import { example } from '../example.ts';
import { print, printAside } from '../format.ts';

const install = new Command('install')
  .description('Set up a Python environment of our own with ale-py (done by itself on first use)')
  .option('--force', 'set it up anew, even where it is set up')
  .option('--json', 'print where it is as JSON; how it goes is said on standard error')
  .addHelpText(
    'after',
    `${example('openbrain reference install')}
Environment:
  OPENBRAIN_HOME    where it is set up (in reference/venv); default ~/.openbrain
  OPENBRAIN_PYTHON  the Python to use, 3.10 to 3.14; default: the first such that is found`,
  )
  .action(({ force = false, json }: { force?: boolean; json?: boolean }) => {
    const isThere = isReferenceInstalled() && !force;
    const python = installReference({ onLine: json ? printAside : print, force });
    if (json) print(JSON.stringify({ folder: referenceFolder(), python, installed: !isThere }));
    else if (isThere) print(`nothing to do: the reference console is ready in ${referenceFolder()}`);
  });

/** `openbrain reference`: the real Stella, inside ale-py, that everything is compared with. */
export const referenceCommand = new Command('reference')
  .description('The reference console: the Stella inside ale-py, with which ours is compared')
  .addHelpText('after', example('openbrain reference install'))
  .addCommand(install);
