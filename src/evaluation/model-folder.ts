/**
 * A trained network in a folder of its own, for browsers and for other programs:
 *
 *     model.json      the layers, as TensorFlow.js's `tf.loadLayersModel` reads them
 *     weights.bin     their weights
 *     openbrain.json  which game it plays, how it sees it, and where it comes from
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { prepareAgent } from '../agents/index.ts';
import { modelState } from '../agents/model/state.ts';
import { UserError } from '../errors.ts';
import { fileProblem, makeFolder, writeWhole } from '../files.ts';
import { toLayersModel, weightsFile } from '../nn/layers-model/write.ts';
import { Random } from '../random.ts';
import { check } from '../training/check.ts';
import { environmentConfig } from '../training/config.ts';
import { loadTrainedAgent } from '../training/load-agent.ts';
import { makeConfigured } from '../training/make-environment.ts';
import { version } from '../version.ts';

const modelFile = 'model.json';
const descriptionFile = 'openbrain.json';

const modelDescription = z.strictObject({
  /** Version of this file's layout. */
  format: z.literal(1),
  openbrain: z.string(),
  game: z.string(),
  romMd5: z.string().nullable(),
  /** How the model is to be shown the game: the words of `make`. */
  environment: environmentConfig,
  /** In a sentence, for people. */
  input: z.string(),
  /** What the outputs are the values of, in their order. */
  actions: z.array(z.string()),
  /** Chance of a random action in evaluation. */
  evaluationEpsilon: z.number().min(0).max(1),
  /** What it was trained by and for how long. */
  trained: z.strictObject({
    agent: z.string(),
    hyperparameters: z.record(z.string(), z.unknown()),
    seed: z.int().nonnegative(),
    frames: z.int().nonnegative(),
    seconds: z.number().nonnegative(),
    cpuSeconds: z.number().nonnegative().optional(),
  }),
});

export type ModelDescription = z.infer<typeof modelDescription>;

export interface ModelFolder {
  description: ModelDescription;
  /** Path of `model.json`. */
  model: string;
  /** SHA-256 of layers and weights. */
  sha256: string;
  /** What the agent `model` loads. */
  state: Uint8Array;
}

/**
 * Writes the network of a run as a model folder, whole or not at all.
 * @param checkpoint file name of another checkpoint than the newest
 * @throws UserError where the agent has no such network, or the folder is not free
 */
export async function exportModel(run: string, out: string, checkpoint?: string): Promise<ModelFolder> {
  const there = statSync(out, { throwIfNoEntry: false });
  if (there && !(there.isDirectory() && readdirSync(out).length === 0)) {
    throw new UserError(`${out} is ${there.isDirectory() ? 'not empty' : 'a file'}: choose another --out`);
  }
  const trained = loadTrainedAgent(run, checkpoint);
  const { config, counters, seconds, cpuSeconds } = trained;
  await prepareAgent(config.agent);
  const environment = makeConfigured(config.game, config.environment);
  try {
    const agent = trained.create(environment, new Random());
    const network = agent.network?.();
    if (!network) throw new UserError(`agent ${config.agent} has no network that layers of TensorFlow.js could say`);
    const { json, weights } = toLayersModel(network, `openbrain ${version}`);
    const [height, width, channels] = network.input;
    const { evaluationEpsilon } = config.hyperparameters;
    const description: ModelDescription = {
      ...{ format: 1, openbrain: version, game: config.game, romMd5: config.romMd5, environment: config.environment },
      input: `grey levels 0 to 255, ${height} x ${width}, the last ${channels} pictures as channels, the newest last`,
      actions: [...environment.actionMeanings],
      evaluationEpsilon: typeof evaluationEpsilon === 'number' ? evaluationEpsilon : 0,
      trained: {
        ...{ agent: config.agent, hyperparameters: config.hyperparameters, seed: config.seed },
        ...{ frames: counters.frames, seconds, cpuSeconds },
      },
    };
    write(out, { [modelFile]: JSON.stringify(json), [weightsFile]: weights, [descriptionFile]: lines(description) });
  } finally {
    environment.close();
  }
  return openModelFolder(out);
}

/** Whether a folder looks like that of a model. */
export function isModelFolder(path: string): boolean {
  return existsSync(join(path, modelFile));
}

/** @throws UserError where it is none, or something in it is missing or wrong */
export function openModelFolder(path: string): ModelFolder {
  const model = join(path, modelFile);
  const description = describeModel(path);
  const json = readJson(model);
  const weights = read(join(path, weightsFile));
  const sha256 = createHash('sha256').update(JSON.stringify(json)).update(weights).digest('hex');
  return { description, model, sha256, state: modelState(json, weights) };
}

/** What the folder of a model says of it. @throws UserError where it says nothing, or something wrong */
export function describeModel(path: string): ModelDescription {
  const place = join(path, descriptionFile);
  if (!existsSync(place)) {
    throw new UserError(`${place} is missing, which says what game the model plays: openbrain export writes it`);
  }
  return check(modelDescription, readJson(place), place);
}

function write(out: string, files: Record<string, string | Uint8Array>): void {
  const unfinished = `${resolve(out)}.${process.pid}.part`;
  try {
    makeFolder(unfinished);
    for (const [name, content] of Object.entries(files)) writeWhole(join(unfinished, name), content);
    // An empty folder gives way.
    rmSync(out, { recursive: true, force: true });
    renameSync(unfinished, out);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`cannot write ${out}: ${fileProblem(error)}`);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(read(path).toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UserError(`${path}: not JSON`);
    throw error;
  }
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError(`cannot read ${path}: ${fileProblem(error)}`);
  }
}

const lines = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
