import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CartPole } from '../../../src/env/classic/cart-pole.ts';
import { Catch } from '../../../src/env/classic/catch.ts';
import { classicTaskNamed, classicTasks } from '../../../src/env/classic/index.ts';
import { Lqr } from '../../../src/env/classic/lqr.ts';
import { MiniBreakout } from '../../../src/env/classic/mini-breakout.ts';
import { Pendulum } from '../../../src/env/classic/pendulum.ts';
import { make } from '../../../src/env/make.ts';
import type { Action } from '../../../src/env/types.ts';
import { Random } from '../../../src/random.ts';

/** Puts a task's own state where a trajectory of the reference begins. */
function placed<Task extends CartPole | Pendulum>(task: Task, state: number[]): Task {
  task.reset({ seed: 0 });
  (task as unknown as { state: Float64Array }).state.set(state);
  return task;
}

const stateOf = (task: object): number[] => [...(task as { state: Float64Array }).state];

// Both trajectories are Gymnasium 1.x's, of CartPole-v1 and Pendulum-v1, from the same state with the same actions.
test('CartPole moves as Gymnasium’s', () => {
  const task = placed(new CartPole(), [0.01, -0.02, 0.03, 0.04]);
  for (const action of [1, 1, 0, 1, 0, 0, 1, 1, 1]) task.step(action);
  const { reward, terminated } = task.step(1);
  expect({ reward, terminated }).toEqual({ reward: 1, terminated: false });
  const expected = [0.05649316485946018, 0.7592510801790568, -0.032849498377435594, -1.103750514005091];
  for (const [i, value] of stateOf(task).entries()) expect(value).toBeCloseTo(expected[i], 12);
});

test('CartPole ends beyond 12 degrees with a last reward, and is cut after 500 steps', () => {
  const task = placed(new CartPole(), [0, 0, 0.2, 1]);
  // 0.2 rad + 0.02 s at 1 rad/s = 0.22 > 12 degrees = 0.2094.
  expect(task.step(0)).toMatchObject({ reward: 1, terminated: true, truncated: false });
  expect(() => task.step(0)).toThrow('step after the end');
  const upright = new CartPole();
  upright.reset({ seed: 1 });
  for (let step = 1; step <= 500; step++) {
    (upright as unknown as { state: Float64Array }).state.fill(0);
    expect(upright.step(step % 2).truncated).toBe(step === 500);
  }
});

test('Pendulum moves and costs as Gymnasium’s, torques beyond 2 cut', () => {
  const task = placed(new Pendulum(), [3, 0.5]);
  const costs = [2, -1.5, 3, 0.25, -2].map(torque => -task.step(Float32Array.of(torque)).reward);
  const expected = [9.02900000018999, 9.358107978895966, 9.565211128783734, 9.966084076901328, 9.672393805606394];
  for (const [i, cost] of costs.entries()) expect(cost).toBeCloseTo(expected[i], 6);
  expect(stateOf(task)[1]).toBeCloseTo(0.7974998660130442, 6);
});

test('mini-Breakout plays as MinAtar’s, wall and bounces included', () => {
  const path = new URL('mini-breakout.json', import.meta.url);
  const { start, actions, rewards, sums } = JSON.parse(readFileSync(path, 'utf8'));
  const task = new MiniBreakout();
  // The ball begins at the left or right end of the fourth row, by chance.
  for (let seed = 0; task.reset({ seed }).observation[130 + start] === 0; seed++) expect(seed).toBeLessThan(50);
  for (let step = 0; step < actions.length; step++) {
    const { observation, reward, terminated } = task.step(Number(actions[step]));
    let [sum, place] = [0, 0];
    observation.forEach((pixel, k) => {
      if (pixel > 0) sum += k * ++place;
    });
    expect([step, reward, sum % 1_000_003, terminated]).toEqual([step, Number(rewards[step]), sums[step], false]);
  }
});

test('Catch: followed, the ball is caught after nine steps; left alone elsewhere, it is missed', () => {
  const task = new Catch();
  for (let seed = 0; seed < 20; seed++) {
    const column = task.reset({ seed }).observation.indexOf(255);
    let paddle = 2;
    for (let step = 1; step <= 9; step++) {
      const action = 1 + Math.sign(column - paddle);
      paddle += action - 1;
      const { reward, terminated } = task.step(action);
      expect([reward, terminated]).toEqual(step === 9 ? [1, true] : [0, false]);
    }
    task.reset({ seed });
    let last = 0;
    for (let step = 0; step < 9; step++) last = task.step(1).reward;
    expect(last).toBe(column === 2 ? 1 : -1);
  }
});

/*
 * The regulator of the linearised pendulums, by iterating Riccati's equation. Sum and difference of the two move apart from
 * each other, so each is a problem of its own: q'' = g q + a with g = 1 (sum) and g = 1 - 2k = 0 (difference).
 * Starts are even in -0.5..0.5, whose variance is 1/12 for each of the four numbers: the best return is about
 * -trace(P)/12 = -2.01 for so long an episode (-1.99 with the sines).
 */
test('LQR: Riccati’s regulator holds both upright at the cost that its equation says; without control they fall', () => {
  const h = 0.1;
  const gains = [1, 0].map(g => {
    // x = (q, v): v' = v + h (g q + a), q' = q + h v'.
    const A = [1 + h * h * g, h, h * g, 1];
    const B = [h * h, h];
    let P = [1, 0, 0, 0.1];
    let K = [0, 0];
    for (let i = 0; i < 2000; i++) {
      const PB = [P[0] * B[0] + P[1] * B[1], P[2] * B[0] + P[3] * B[1]];
      const size = 0.1 + B[0] * PB[0] + B[1] * PB[1];
      K = [(PB[0] * A[0] + PB[1] * A[2]) / size, (PB[0] * A[1] + PB[1] * A[3]) / size];
      const C = [A[0] - B[0] * K[0], A[1] - B[0] * K[1], A[2] - B[1] * K[0], A[3] - B[1] * K[1]];
      const PC = [
        P[0] * C[0] + P[1] * C[2],
        P[0] * C[1] + P[1] * C[3],
        P[2] * C[0] + P[3] * C[2],
        P[2] * C[1] + P[3] * C[3],
      ];
      P = [
        1 + A[0] * PC[0] + A[2] * PC[2],
        A[0] * PC[1] + A[2] * PC[3],
        A[1] * PC[0] + A[3] * PC[2],
        0.1 + A[1] * PC[1] + A[3] * PC[3],
      ];
    }
    return { K, trace: P[0] + P[3] };
  });
  const returnsOf = (control: (o: Float32Array) => number[]): number => {
    const task = new Lqr();
    task.reset({ seed: 0 });
    let total = 0;
    for (let episode = 0; episode < 200; episode++) {
      let { observation, truncated } = { ...task.reset(), truncated: false };
      while (!truncated) {
        const outcome = task.step(Float32Array.from(control(observation)));
        total += outcome.reward;
        ({ observation, truncated } = outcome);
      }
    }
    return total / 200;
  };
  const best = returnsOf(([q1, q2, v1, v2]) => {
    const sum = -(gains[0].K[0] * (q1 + q2) + gains[0].K[1] * (v1 + v2)) / 2;
    const difference = -(gains[1].K[0] * (q1 - q2) + gains[1].K[1] * (v1 - v2)) / 2;
    return [sum + difference, sum - difference];
  });
  const predicted = -(gains[0].trace + gains[1].trace) / 12;
  expect(Math.abs(best - predicted)).toBeLessThan(0.25);
  expect(returnsOf(() => [0, 0])).toBeLessThan(-40);
});

test.each(classicTasks.map(({ name }) => name))('%s goes on exactly from a snapshot, starts over from a seed', name => {
  const create = () => classicTaskNamed(name)!.create();
  const play = (task: ReturnType<typeof create>, steps: number, seed: number): string => {
    const random = new Random(seed);
    const seen: string[] = [];
    for (let step = 0; step < steps; step++) {
      const space = task.actionSpace;
      const action: Action =
        space.type === 'discrete'
          ? random.integer(space.n)
          : Float32Array.from(space.low, (low, k) => low + random.uniform() * (space.high[k] - low));
      const { observation, reward, terminated, truncated, info } = task.step(action);
      seen.push([reward, terminated, truncated, info.frameNumber, ...observation].join());
      if (terminated || truncated) seen.push([...task.reset().observation].join());
    }
    return seen.join('\n');
  };
  const [first, second] = [create(), create()];
  first.reset({ seed: 5 });
  play(first, 333, 1);
  second.restore(first.snapshot());
  expect(play(second, 333, 2)).toBe(play(first, 333, 2));
  first.reset({ seed: 7 });
  second.reset({ seed: 7 });
  expect(play(second, 50, 3)).toBe(play(first, 50, 3));
  const other = classicTasks.find(task => task.name !== name && task.name === 'mini_breakout') ?? classicTasks[0];
  expect(() => other.create().restore(first.snapshot())).toThrow('a snapshot of another task');
});

test('tasks have names; wrong ones get the nearest; actions outside the space are refused', () => {
  expect(make('classic/CartPole', { seed: 3 }).reset().observation).toEqual(
    new CartPole().reset({ seed: 3 }).observation,
  );
  expect(classicTaskNamed('cartpole')?.id).toBe('CartPole');
  expect(classicTaskNamed('pong')).toBeUndefined();
  expect(() => make('classic/CartPoll')).toThrow('unknown task "classic/CartPoll": did you mean CartPole?');
  const cart = new CartPole();
  cart.reset();
  expect(() => cart.step(2)).toThrow('action 2: there are 0 to 1');
  const pendulum = new Pendulum();
  pendulum.reset();
  expect(() => pendulum.step(Float32Array.of(Number.NaN))).toThrow('one number');
});
