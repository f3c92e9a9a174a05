import type { ClassicEnvironment } from '../../env/classic/environment.ts';
import type { Action } from '../../env/types.ts';
import { derivedSeed, Random } from '../../random.ts';
import { type ArmName, arms, type Learner, makeLearner } from './arms.ts';
import { BackwardCritic } from './backward.ts';
import { prepareTape, Tape } from './tape.ts';
import { type Task, type TaskName, tasks } from './tasks.ts';

/** One learner's life: plain data, so that a thread can be told it. */
export interface Job {
  task: TaskName;
  arm: ArmName;
  /** a_t */
  actorStep: number;
  /** a_w */
  criticStep: number;
  seed: number;
}

export interface JobResult extends Job {
  /** Mean return of greedy play, without noise and learning, after the last step. */
  greedyReturn: number;
  /** The same at a tenth, two tenths … of the steps, over fewer episodes. */
  curve: number[];
}

const curvePoints = 10;
const curveEpisodes = 10;

/** A learner in its environment, and what it does next. */
interface Life {
  environment: ClassicEnvironment;
  learner: Learner;
  action: Action;
  curve: number[];
}

/**
 * Trains learners of one task and one arm, side by side, for the task's number of steps, and judges them. The same job
 * always gives the same result, whatever is beside it.
 */
export async function learn(jobs: readonly Job[]): Promise<JobResult[]> {
  const task: Task = tasks[jobs[0].task];
  const lives = jobs.map(job => begin(job, task));
  const backward = lives.map(({ learner }) => learner).filter(learner => learner instanceof BackwardCritic);
  if (backward.length > 0) await prepareTape();
  const tape = backward.length > 0 ? new Tape(backward) : undefined;
  for (let step = 1; step <= task.steps; step++) {
    tape?.update();
    for (const life of lives) advance(life);
    if (step % (task.steps / curvePoints) !== 0) continue;
    for (const life of lives) {
      life.curve.push(greedyReturn(life.learner, task, curveEpisodes));
      // Greedy play has overwritten what the learner saw last: it begins anew.
      life.action = life.learner.begin(life.environment.reset().observation);
    }
  }
  return lives.map(({ learner, curve }, i) => ({
    ...jobs[i],
    greedyReturn: greedyReturn(learner, task, task.episodes),
    curve,
  }));
}

/** Whether an arm's learners are the quicker for being many. */
export function learnsTogether(arm: ArmName): boolean {
  return 'feedback' in arms[arm];
}

function begin({ arm, actorStep, criticStep, seed }: Job, task: Task): Life {
  const random = new Random(derivedSeed(seed, 0));
  const environment = task.createForLearning?.() ?? task.create();
  const learner = makeLearner(arm, environment, { ...task.settings, actorStep, criticStep }, random);
  const action = learner.begin(environment.reset({ seed }).observation);
  return { environment, learner, action, curve: [] };
}

function advance(life: Life): void {
  const { environment, learner } = life;
  const outcome = environment.step(life.action);
  life.action = learner.step(outcome);
  if (outcome.terminated || outcome.truncated) life.action = learner.begin(environment.reset().observation);
}

/** Every learner meets the same episodes. */
function greedyReturn(learner: Learner, task: Task, episodes: number): number {
  const environment = task.create();
  let total = 0;
  learner.learning = false;
  for (let episode = 0; episode < episodes; episode++) {
    const seed = episode === 0 ? { seed: evaluationSeed } : {};
    let action = learner.begin(environment.reset(seed).observation);
    for (let ended = false; !ended; ) {
      const outcome = environment.step(action);
      total += outcome.reward;
      action = learner.step(outcome);
      ended = outcome.terminated || outcome.truncated;
    }
  }
  learner.learning = true;
  return total / episodes;
}

const evaluationSeed = 1_000_003;
