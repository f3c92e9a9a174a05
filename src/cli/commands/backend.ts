import { Argument, Command } from 'commander';
import { availabilityOf } from '../../nn/choice.ts';
import { installTensorflow } from '../../nn/tensorflow/install.ts';
import { example } from '../example.ts';
import { print, printAside } from '../format.ts';

interface Options {
  gpu?: boolean;
  force?: boolean;
  json?: boolean;
}

const install = new Command('install')
  .description('Set up TensorFlow for the networks of agents; without it they are computed by WebAssembly')
  .addArgument(new Argument('<name>', 'what to set up').choices(['tensorflow']))
  .option('--gpu', 'the form for NVIDIA’s devices: CUDA’s libraries come along, its driver must be there')
  .option('--force', 'set it up anew, even where it is set up')
  .option('--json', 'print where it is as JSON; how it goes is said on standard error')
  .addHelpText(
    'after',
    `${example('openbrain backend install tensorflow', 'openbrain backend install tensorflow --gpu')}
Needs Linux, pip, g++, make and npm. Environment:
  OPENBRAIN_HOME  where it is set up (in backends/); default ~/.openbrain`,
  )
  .action(async (_: string, { gpu = false, force = false, json }: Options) => {
    const name = gpu ? 'tensorflow-gpu' : 'tensorflow';
    const path = await installTensorflow(name, { force, onLine: json ? printAside : print });
    const availability = availabilityOf(name);
    if (json) return print(JSON.stringify({ name, path, ...availability }));
    print(`${name}: ${path}`);
    if (!availability.available) print(`it cannot be used yet: ${availability.reason}`);
  });

/** `openbrain backend`: what networks can be computed with. */
export const backendCommand = new Command('backend')
  .description('What networks are computed with: set up TensorFlow (openbrain doctor says what is there)')
  .addHelpText('after', example('openbrain backend install tensorflow'))
  .addCommand(install);
