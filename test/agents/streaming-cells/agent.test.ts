import { expect, test } from 'vitest';
import { StreamingCells } from '../../../src/agents/streaming-cells/agent.ts';
import { hyperparameters } from '../../../src/agents/streaming-cells/hyperparameters.ts';
import { unpack } from '../../../src/bytes.ts';
import { Catch as SmallCatch } from '../../../src/env/classic/catch.ts';
import type { Environment } from '../../../src/env/types.ts';
import { Random } from '../../../src/random.ts';
import { Catch } from '../../fixtures/catch.ts';

type World = Environment<Uint8Array>;

function agentFor({ observationSpace, actionSpace }: World, random: Random, settings: object): StreamingCells {
  return new StreamingCells({
    ...{ observationSpace, actions: actionSpace.n, random },
    hyperparameters: hyperparameters.parse(settings),
  });
}

/** Plays steps; returns the returns of the episodes that ended and the actions. */
function play(agent: StreamingCells, world: World, steps: number, first: number) {
  const returns: number[] = [];
  const actions: number[] = [];
  let [action, sum] = [first, 0];
  for (let t = 0; t < steps; t++) {
    const outcome = world.step(action);
    sum += outcome.reward;
    action = agent.step(outcome);
    actions.push(action);
    if (!outcome.terminated && !outcome.truncated) continue;
    returns.push(sum);
    sum = 0;
    action = agent.begin(world.reset().observation);
  }
  return { returns, actions, action };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('Catch is learned from pixels', () => {
  const world = new SmallCatch();
  const agent = agentFor(world, new Random(1), { epsilonSteps: 3000, units: 24 });
  const first = agent.begin(world.reset({ seed: 1 }).observation);
  const { returns } = play(agent, world, 9000, first);
  // By chance a ball in three or four is caught: about -0.6.
  expect(mean(returns.slice(0, 100))).toBeLessThan(0);
  expect(mean(returns.slice(-200))).toBeGreaterThan(0.8);
});

const worlds = [
  ['pixels', () => new SmallCatch()],
  ['objects', () => new Catch({ frameSkip: 20 })],
] as const;

for (const [input, makeWorld, exploration] of [
  ...worlds.map(world => [...world, 'each'] as const),
  [...worlds[0], 'held'] as const,
]) {
  test(`saved in the middle of an episode and loaded, it goes on bit for bit (${input}, ${exploration})`, () => {
    const [world, same]: World[] = [makeWorld(), makeWorld()];
    const random = new Random(4);
    const options = { input, units: 8, epsilonSteps: 100, hashed: 128, exploration };
    const agent = agentFor(world, random, options);
    const { action } = play(agent, world, 76, agent.begin(world.reset({ seed: 2 }).observation));

    // The other environment is brought to the same place by the same actions.
    const shadow = agentFor(same, new Random(4), options);
    play(shadow, same, 76, shadow.begin(same.reset({ seed: 2 }).observation));
    const other = new Random(0);
    const loaded = agentFor(same, other, options);
    loaded.load(agent.save());
    other.restore(random.save());

    const [on, again] = [play(agent, world, 120, action), play(loaded, same, 120, action)];
    expect(again.actions).toEqual(on.actions);
    expect(loaded.save()).toEqual(agent.save());
    expect(loaded.metrics()).toEqual(agent.metrics());
  });
}

for (const [input, makeWorld] of worlds) {
  test(`while it does not learn, nothing learnt changes (${input})`, () => {
    const world: World = makeWorld();
    const agent = agentFor(world, new Random(5), { input, units: 8, hashed: 128 });
    const learnt = () => {
      const { weights0, weights1, means, squares } = unpack(agent.save()).arrays;
      return { weights0, weights1, means, squares };
    };
    const first = learnt();
    const { action } = play(agent, world, 50, agent.begin(world.reset({ seed: 5 }).observation));
    const before = learnt();
    expect(before.weights0).not.toEqual(first.weights0);
    agent.learning = false;
    play(agent, world, 40, action);
    expect(learnt()).toEqual(before);
  });
}

test('actions by chance are held while it learns, and drawn anew when it does not', () => {
  const changes = (exploration: string, learning: boolean): number => {
    const world = new SmallCatch();
    const agent = agentFor(world, new Random(6), { units: 8, exploration, epsilonEnd: 1, evaluationEpsilon: 1 });
    agent.learning = learning;
    const { actions } = play(agent, world, 2000, agent.begin(world.reset({ seed: 6 }).observation));
    return actions.filter((action, t) => t > 0 && action !== actions[t - 1]).length / actions.length;
  };
  // Three actions: another one two times of three where each is drawn.
  expect(changes('each', true)).toBeGreaterThan(0.6);
  expect(changes('held', true)).toBeLessThan(0.4);
  expect(changes('held', false)).toBeGreaterThan(0.6);
});

test('a state of another kind is refused', () => {
  const world = new SmallCatch();
  const agent = agentFor(world, new Random(0), { units: 8 });
  expect(() => agentFor(world, new Random(0), { units: 12 }).load(agent.save())).toThrow(RangeError);
  expect(() => agentFor(world, new Random(0), { units: 8, cells: 3 }).load(agent.save())).toThrow(RangeError);
});
