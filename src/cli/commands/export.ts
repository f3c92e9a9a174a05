import { Command } from 'commander';
import { exportModel } from '../../evaluation/model-folder.ts';
import { example } from '../example.ts';
import { print } from '../format.ts';

/** `openbrain export`. */
export const exportCommand = new Command('export')
  .description('Write the network of a run as layers of TensorFlow.js, for browsers and tf.loadLayersModel')
  .argument('<run>', 'a run folder')
  .requiredOption('--out <dir>', 'the folder for model.json, weights.bin and openbrain.json; it must not exist yet')
  .option('--checkpoint <file>', 'another checkpoint than the newest; best: that of the best evaluation')
  .addHelpText('after', example('openbrain export runs/pong-dqn-0 --out pong-model', 'openbrain evaluate pong-model'))
  .action(async (run: string, { out, checkpoint }: { out: string; checkpoint?: string }) => {
    const { description, model } = await exportModel(run, out, checkpoint);
    print(`model:   ${model}`);
    print(`input:   ${description.input}`);
    print(`outputs: values of ${description.actions.join(', ')}`);
  });
