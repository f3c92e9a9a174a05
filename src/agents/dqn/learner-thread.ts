import { startBackend, trainingKernels } from '../../nn/backend.ts';
import { serve } from '../../nn/threads/apart.ts';
import { Random } from '../../random.ts';
import type { Reply, Request, ThreadSetup } from './apart.ts';
import { DqnLearner } from './learner.ts';

/** A thread that learns for an agent which plays in another. It runs from dist only. */

await serve<ThreadSetup, Request, Reply>(async ({ seed, deterministic, helpers, ...setup }, guestBoard) => {
  await startBackend({ deterministic });
  const kernels = trainingKernels()!;
  const help = kernels.letHelp({ helpers, guestBoard });
  const learner = new DqnLearner({ ...setup, random: new Random(seed) });
  const addresses = () => learner.online.variables.map(variable => kernels.address(variable));
  return {
    help,
    answer(request: Request): Reply {
      switch (request.ask) {
        case 'update':
          return { result: learner.update(request.batch, new Random(request.noiseSeed)), addresses: addresses() };
        case 'updateTarget':
          learner.updateTarget();
          return {};
        case 'addresses':
          return { addresses: addresses() };
        case 'save':
          return { state: learner.save() };
        case 'load':
          learner.load(request.state);
          return { updates: learner.updates, addresses: addresses() };
      }
    },
  };
});
