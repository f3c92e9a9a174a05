import { z } from 'zod';
import type { AgentDefinition } from '../types.ts';
import { RandomAgent } from './agent.ts';

export const random: AgentDefinition = {
  name: 'random',
  summary: 'every action with equal chance',
  environment: { pipeline: 'ram', frameSkip: 4 },
  hyperparameters: z.strictObject({}),
  create: ({ actions, random }) => new RandomAgent(actions, random),
};
