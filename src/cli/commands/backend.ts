import { Argument, Command } from 'commander';
import { availabilityOf } from '../../nn/choice.ts';
import { installTensorflow } from '../../nn/tensorflow/install.ts';
import { example } from '../example.ts';
import { print } from '../format.ts';

interface Options {
  gpu?: boolean;
  force?: boolean;
}

const install = new Command('install')
  .description('Set up TensorFlow for the networks of agents; without it they are computed by WebAssembly')
  .addArgument(new Argument('<name>', 'what to set up').choices(['tensorflow']))
  .option('--gpu', 'the form for NVIDIA’s devices: CUDA’s libraries come along, its driver must be there')
  .option('--force', 'set it up anew, even where it is set up')
  .addHelpText(
    'after',
    `${example('openbrain backend install tensorflow', 'openbrain backend install tensorflow --gpu')}
Needs Linux, pip, g++, make and npm. Environment:
  OPENBRAIN_HOME  where it is set up (in backends/); default ~/.openbrain`,
  )
  .action(async (_: string, { gpu = false, force = false }: Options) => {
    const name = gpu ? 'tensorflow-gpu' : 'tensorflow';
    const path = await installTensorflow(name, { force, onLine: print });
    print(`${name}: ${path}`);
    const availability = availabilityOf(name);
    if (!availability.available) print(`it cannot be used yet: ${availability.reason}`);
  });

/** `openbrain backend`: what networks can be computed with. */
export const backendCommand = new Command('backend')
  .description('What networks are computed with: set up TensorFlow (openbrain doctor says what is there)')
  .addHelpText('after', example('openbrain backend install tensorflow'))
  .addCommand(install);
