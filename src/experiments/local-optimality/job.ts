import { derivedSeed, Random } from '../../random.ts';
import { type ArmName, type Learner, makeLearner } from './arms.ts';
import { type Task, type TaskName, tasks } from './tasks.ts';

/** One learner's life: plain data, so that a thread can be told it. */
export interface Job {
  task: TaskName;
  arm: ArmName;
  /** a_t */
  actorStep: number;
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

/** Trains a learner for the task's number of steps and judges it. The same job always gives the same result. */
export function learn(job: Job): JobResult {
  const task: Task = tasks[job.task];
  const random = new Random(derivedSeed(job.seed, 0));
  const environment = task.createForLearning?.() ?? task.create();
  const learner = makeLearner(job.arm, environment, { ...task.settings, actorStep: job.actorStep }, random);
  const curve: number[] = [];
  let action = learner.begin(environment.reset({ seed: job.seed }).observation);
  for (let step = 1; step <= task.steps; step++) {
    const outcome = environment.step(action);
    action = learner.step(outcome);
    if (outcome.terminated || outcome.truncated) action = learner.begin(environment.reset().observation);
    // Playing greedily overwrites what the learner has seen last: it is asked between episodes, or begins anew.
    if (step % (task.steps / curvePoints) === 0) {
      curve.push(greedyReturn(learner, task, curveEpisodes));
      action = learner.begin(environment.reset().observation);
    }
  }
  return { ...job, greedyReturn: greedyReturn(learner, task, task.episodes), curve };
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
