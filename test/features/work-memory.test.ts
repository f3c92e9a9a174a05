import { expect, test } from 'vitest';
import { Emulator } from '../../emulator/console.ts';
import { createAgentFor } from '../../src/agents/create.ts';
import { hyperparametersOf } from '../../src/agents/hyperparameters.ts';
import { linearCritic } from '../../src/agents/linear-critic/index.ts';
import type { Agent, Observation, Outcome } from '../../src/agents/types.ts';
import type { AtariEnvironment } from '../../src/env/atari.ts';
import { ObjectFeatures } from '../../src/features/object-features.ts';
import { make } from '../../src/index.ts';
import { Random } from '../../src/random.ts';
import { Trainer } from '../../src/training/trainer.ts';

const orchard = (options = {}) => make('orchard', { pipeline: 'screen', frameSkip: 5, ...options });
/** Equal byte for byte; `toEqual` takes long over large arrays. */
const same = (a: ArrayBufferView, b: ArrayBufferView): boolean => bytesOf(a).equals(bytesOf(b));
const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) => Buffer.from(buffer, byteOffset, byteLength);
const emulatorOf = (environment: AtariEnvironment) => environment.memory as Emulator;

test('pictures of the console are read where they lie, those from elsewhere are copied; what is found is the same', () => {
  const environment = orchard();
  const motionSteps = [[15, 10]] as const;
  const { screenHeight: height, memory } = environment;
  const inPlace = new ObjectFeatures(160, height, { motionSteps, memory });
  const apart = new ObjectFeatures(160, height, { motionSteps });
  const random = new Random(2);
  let { observation } = environment.reset({ seed: 1 });
  for (let step = 0; step < 24; step++) {
    const learning = step % 7 !== 3;
    if (step === 12) for (const features of [inPlace, apart]) features.forget();
    apart.see(observation, learning);
    expect(same(apart.picture, observation)).toBe(true);
    expect(apart.picture.buffer).not.toBe(observation.buffer);
    const { byteOffset } = observation;
    inPlace.see(observation, learning);
    expect(inPlace.picture.byteOffset).toBe(byteOffset);
    expect(same(inPlace.picture, apart.picture)).toBe(true);
    for (const what of ['active', 'shares', 'sizes', 'blobs', 'divided'] as const) {
      expect(same(inPlace[what], apart[what])).toBe(true);
    }
    ({ observation } = environment.step(random.integer(environment.actionSpace.n)));
  }
  expect(same(inPlace.save(), apart.save())).toBe(true);
  // Both kinds may come in turn.
  inPlace.see(observation.slice());
  apart.see(environment.observation);
  expect(inPlace.picture.buffer).toBe(memory.memory.buffer);
  expect(same(inPlace.save(), apart.save())).toBe(true);
  environment.close();
});

test('a picture at the very end of the memory is copied: vectors are read beyond its rows', () => {
  const emulator = new Emulator();
  const features = new ObjectFeatures(160, 210, { memory: emulator });
  const { buffer } = emulator.memory;
  const last = new Uint8Array(buffer, buffer.byteLength - 160 * 210).fill(6);
  const alone = new ObjectFeatures(160, 210);
  expect(features.see(last)).toEqual(alone.see(new Uint8Array(160 * 210).fill(6)));
});

test('the console is what it is without: bytes, snapshots, play; closed features give all their memory back', () => {
  const play = (withFeatures: boolean) => {
    const environment = orchard();
    const emulator = emulatorOf(environment);
    const random = new Random(5);
    environment.reset({ seed: 3 });
    const features = new ObjectFeatures(160, environment.screenHeight, withFeatures ? { memory: emulator } : {});
    const snapshots: Uint8Array[] = [];
    for (let step = 0; step < 20; step++) {
      const { observation } = environment.step(random.integer(environment.actionSpace.n));
      features.see(observation);
      snapshots.push(environment.snapshot());
    }
    const before = features.save();
    environment.restore(snapshots[10]);
    expect(same(features.save(), before)).toBe(true);
    const most = emulator.usedBytes;
    features.close();
    const least = emulator.usedBytes;
    environment.close();
    return { snapshots, most, least };
  };
  const [without, within] = [play(false), play(true)];
  expect(within.snapshots.every((snapshot, i) => same(snapshot, without.snapshots[i]))).toBe(true);
  expect(within.most).toBeGreaterThan(without.most + 1e6);
  expect(within.least).toBe(without.least);
  expect(without.most).toBe(without.least);
});

test('what the module brings with it lies clear of the console’s tables and data', () => {
  const emulator = new Emulator();
  const end = emulator.exports.heapStart();
  const before = new Uint8Array(emulator.memory.buffer, 0, end).slice();
  new ObjectFeatures(160, 210, { memory: emulator });
  const after = new Uint8Array(emulator.memory.buffer, 0, end);
  const changed = [...after.keys()].filter(i => after[i] !== before[i]);
  expect(changed.length).toBeGreaterThan(0);
  expect(changed.every(i => before[i] === 0 && i >= 32_768 && i < 65_536)).toBe(true);
});

test('an agent learns the same in the console’s memory as in its own, through loading, too', () => {
  const play = (isShared: boolean) => {
    const environment = orchard();
    const spaces = isShared ? environment : { ...environment, memory: undefined };
    // A power between 0 and 1 needs the tables that the module brings.
    const settings = { groupPower: 0.5, epsilon: 0.2 };
    const random = new Random(4);
    const [agent, other] = [0, 1].map(() =>
      createAgentFor(linearCritic, spaces, hyperparametersOf(linearCritic, settings), random),
    );
    const trainer = new Trainer(agent, [environment], random, 4);
    for (let i = 0; i < 60; i++) trainer.step();
    other.load(agent.save());
    other.load(agent.save());
    const continued = new Trainer(other, [environment], random, 4);
    continued.load(trainer.save());
    for (let i = 0; i < 20; i++) continued.step();
    const result = { saved: continued.save(), used: emulatorOf(environment).usedBytes };
    environment.close();
    return result;
  };
  const [apart, shared] = [play(false), play(true)];
  expect(same(shared.saved, apart.saved)).toBe(true);
  expect(shared.used).toBeGreaterThan(apart.used + 1e6);
});

test('an agent that moves the memory when it is called still sees every picture, also where episodes meet', () => {
  const environment = orchard({ maxFramesPerEpisode: 30 });
  let seen = 0;
  const look = (observation: Observation): number => {
    expect(observation.length).toBe(160 * environment.screenHeight);
    seen++;
    emulatorOf(environment).allocate(40_000_000);
    return 0;
  };
  const agent: Agent = {
    learning: true,
    begin: look,
    step: ({ observation }: Outcome) => look(observation),
    metrics: () => ({}),
    save: () => new Uint8Array(0),
    load: () => {},
  };
  const trainer = new Trainer(agent, [environment], new Random(1), 1);
  for (let i = 0; i < 16; i++) trainer.step();
  expect(trainer.counters.episodes).toBe(2);
  expect(seen).toBe(1 + 16 + 2);
  environment.close();
});
