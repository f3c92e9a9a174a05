import { expect, test } from 'vitest';
import { LinearCritic } from '../../../src/agents/linear-critic/agent.ts';
import { hyperparameters } from '../../../src/agents/linear-critic/hyperparameters.ts';
import { linearCritic } from '../../../src/agents/linear-critic/index.ts';
import { pack } from '../../../src/bytes.ts';
import { Random } from '../../../src/random.ts';
import { Catch } from '../../fixtures/catch.ts';

const shape = [210, 160];
const paper = linearCritic.presets?.paper.hyperparameters;
const mean = (values: number[]) => values.reduce((sum, value) => sum + value) / values.length;

function critic(settings: Record<string, number | string> = {}, actions = 2, random = new Random(1)): LinearCritic {
  return new LinearCritic({
    observationSpace: { type: 'box', low: 0, high: 255, shape, dtype: 'uint8' },
    actions,
    hyperparameters: hyperparameters.parse({ ...paper, ...settings }),
    random,
  });
}

/*
 * By hand, on an empty screen. Its first picture has 3 features (colour 0 in its tile, colour 0 with itself, bias), its
 * second one more (colour 0 then and now). No exploration, gamma lambda = 0.99 * 0.9 = 0.891.
 *
 * First update: reward 2, the first that is not 0, counts as 1. All weights are 0, so the error is 1 and the step size
 * 0.5 / 3: the three weights of the action a become 1/6.
 * Second update, terminal: reward -4 counts as -2, and there are 4 active features, so the step size is 0.5 / 4 = 1/8.
 *   Same action again: value 3/6, error -2.5; the three weights become 1/6 - 2.5/8 = -7/48, so Q(first, a) = -7/16.
 *   The other action b: value 0, error -2; b's four weights become -1/4, so Q(first, b) = -3/4; a's three traces are
 *   0.891, so they become 1/6 - 0.891/4 and Q(first, a) = 1/2 - 3 * 0.22275 = -0.16825.
 */
test('two updates by hand', () => {
  const empty = new Uint8Array(160 * 210);
  const casesSeen = new Set<string>();
  for (let seed = 0; seed < 10; seed++) {
    const agent = critic({ epsilon: 0 }, 2, new Random(seed));
    const a = agent.begin(empty);
    const b = agent.step({ observation: empty, reward: 2, terminated: false, truncated: false });
    agent.step({ observation: empty, reward: -4, terminated: true, truncated: false });
    agent.begin(empty);
    casesSeen.add(a === b ? 'same' : 'other');
    if (a === b) {
      expect(agent.values[a]).toBeCloseTo(-7 / 16, 6);
      expect(agent.values[1 - a]).toBe(0);
    } else {
      expect(agent.values[a]).toBeCloseTo(-0.16825, 6);
      expect(agent.values[b]).toBeCloseTo(-3 / 4, 6);
    }
  }
  expect([...casesSeen].sort()).toEqual(['other', 'same']);
});

test('an episode that was cut counts on what would have come; one that ended does not', () => {
  const empty = new Uint8Array(160 * 210);
  const valueAfter = (end: { terminated: boolean; truncated: boolean }) => {
    const agent = critic({ epsilon: 0 }, 1);
    agent.begin(empty);
    agent.step({ observation: empty, reward: 1, terminated: true, truncated: false }); // Q(first) = 1/2
    agent.begin(empty);
    agent.step({ observation: empty, reward: 0, ...end });
    agent.begin(empty);
    return agent.values[0];
  };
  // Terminated: error 0 - 1/2, step size 1/6, three weights: 1/2 - 3/12 = 1/4.
  expect(valueAfter({ terminated: true, truncated: false })).toBeCloseTo(1 / 4, 6);
  // Cut: the second picture shares the three weights, so the error is 0.99/2 - 1/2 = -0.005: 1/2 - 0.0025.
  expect(valueAfter({ terminated: false, truncated: true })).toBeCloseTo(0.4975, 6);
});

test('in evaluation it learns nothing and plays greedily but for its evaluation epsilon', () => {
  const environment = new Catch();
  const agent = critic({ evaluationEpsilon: 0 }, 3);
  play(agent, environment, 3);
  environment.reset({ seed: 1 });
  agent.learning = false;
  agent.begin(environment.screen());
  const values = [...agent.values];
  play(agent, environment, 2);
  environment.reset({ seed: 1 });
  const action = agent.begin(environment.screen());
  expect([...agent.values]).toEqual(values);
  expect(values[action]).toBe(Math.max(...values));
});

test('a loaded agent goes on exactly as the original, from the middle of an episode', () => {
  const game = new Catch();
  const random = new Random(5);
  const agent = critic({}, 3, random);
  game.reset({ seed: 1 });
  let action = agent.begin(game.screen());
  for (let step = 0; step < 50; step++) action = agent.step(game.step(action));

  const otherGame = new Catch();
  otherGame.restore(game.snapshot());
  const otherRandom = new Random(0);
  otherRandom.restore(random.save());
  const copy = critic({}, 3, otherRandom);
  copy.load(agent.save());

  const goOn = (player: LinearCritic, environment: Catch) => {
    const taken = [action];
    for (let step = 0; step < 50; step++) taken.push(player.step(environment.step(taken[step])));
    return taken;
  };
  expect(goOn(copy, otherGame)).toEqual(goOn(agent, game));
  expect(copy.save()).toEqual(agent.save());
});

test('a state in another form is refused', () => {
  expect(() => critic().load(pack({ format: 'linear-critic 0' }))).toThrow(RangeError);
});

test('learns to catch: of ten balls more are missed than caught at first, after 400 episodes it is the other way', () => {
  const game = new Catch();
  const agent = critic(hyperparameters.parse({}), 3);
  game.reset({ seed: 1 });
  const returns = play(agent, game, 400);
  // A paddle that stands still catches a ball that lands anywhere with chance 19/156: a return of -7.6.
  expect(mean(returns.slice(0, 20))).toBeLessThan(-3);
  expect(mean(returns.slice(-50))).toBeGreaterThan(1);
});

/** Plays episodes and returns their returns. */
function play(agent: LinearCritic, game: Catch, episodes: number): number[] {
  return Array.from({ length: episodes }, () => {
    let action = agent.begin(game.reset().observation);
    for (let total = 0; ; ) {
      const outcome = game.step(action);
      total += outcome.reward;
      action = agent.step(outcome);
      if (outcome.terminated || outcome.truncated) return total;
    }
  });
}
