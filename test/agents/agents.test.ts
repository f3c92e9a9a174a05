import { expect, test } from 'vitest';
import { describeHyperparameters, hyperparametersOf, parseSettings } from '../../src/agents/hyperparameters.ts';
import { agentAndPreset, agentNamed, agents, descendants } from '../../src/agents/index.ts';
import { Random } from '../../src/random.ts';
import { configureRun } from '../../src/training/configure.ts';

test('unknown agents and hyperparameters are refused with the nearest names', () => {
  expect(() => agentNamed('linear')).toThrow('unknown agent "linear": did you mean linear-critic?');
  expect(() => agentNamed('zzz')).toThrow('unknown agent "zzz": known: random, linear-critic');
  const critic = agentNamed('linear-critic');
  expect(() => hyperparametersOf(critic, { lamda: 1 })).toThrow(
    'has no hyperparameter "lamda": did you mean lambda or gamma?',
  );
  expect(() => hyperparametersOf(critic, { zzz: 1 })).toThrow(/known: alpha, alphaDecay, /);
  expect(() => hyperparametersOf(agentNamed('random'), { alpha: 1 })).toThrow('it has none');
  expect(() => hyperparametersOf(critic, { gamma: 2 })).toThrow(/^agent linear-critic, hyperparameter gamma: /);
  expect(() => hyperparametersOf(critic, { gamma: 'high' })).toThrow(/hyperparameter gamma: .*number/);
});

test('descendants of dqn may be named as agents', () => {
  for (const name of descendants) {
    const { agent, preset } = agentAndPreset(name);
    expect([agent.name, preset]).toEqual(['dqn', name]);
    expect(Object.keys(agent.presets ?? {})).toContain(name);
  }
  expect(agentAndPreset('pqn', 'quick')).toEqual({ agent: agentNamed('pqn'), preset: 'quick' });
  expect(() => agentAndPreset('rainbow', 'nature')).toThrow(
    'rainbow is dqn with the preset rainbow: for another preset write --agent dqn',
  );
  expect(() => agentAndPreset('raimbow')).toThrow('unknown agent "raimbow": did you mean rainbow?');
});

test('linear-critic has the setting of Liang et al. 2016 as a preset', () => {
  const critic = agentNamed('linear-critic');
  expect(hyperparametersOf(critic, { ...critic.presets?.paper.hyperparameters })).toEqual({
    alpha: 0.5,
    alphaDecay: 0,
    alphaFinal: 0.1,
    gamma: 0.99,
    lambda: 0.9,
    epsilon: 0.01,
    evaluationEpsilon: 0.01,
    traceCut: 0.01,
    groupPower: 1,
    tiles: '15x10',
    motionSteps: 'none',
  });
  expect(critic.presets?.paper.environment?.repeatActionProbability).toBe(0);
  expect(agentNamed('linear-critic').environment.frameSkip).toBe(5);
});

test('settings are read as numbers, truth values or text', () => {
  expect(parseSettings(['a=0.5', 'b=true', 'c=x=y', 'd=1e-3', 'e=', 'f=NaN', 'g=1e999'])).toEqual({
    f: Number.NaN,
    g: Number.POSITIVE_INFINITY,
    a: 0.5,
    b: true,
    c: 'x=y',
    d: 0.001,
    e: '',
  });
  expect(() => parseSettings(['alpha'])).toThrow('"alpha" is not a setting: write it as key=value');
});

test('every hyperparameter of every agent is described', () => {
  for (const agent of agents)
    for (const { name, text } of describeHyperparameters(agent)) expect(text, name).not.toBe('');
});

test('the random agent plays each action equally often', () => {
  const observationSpace = { type: 'box', low: 0, high: 255, shape: [128], dtype: 'uint8' } as const;
  const agent = agentNamed('random').create({
    observationSpace,
    actions: 4,
    hyperparameters: {},
    random: new Random(1),
  });
  const counts = [0, 0, 0, 0];
  const observation = new Uint8Array(128);
  for (let i = 0; i < 40_000; i++) {
    counts[agent.step({ observation, reward: 0, terminated: false, truncated: false })]++;
  }
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(5 * 87); // sqrt(40000 * 3/16)
});

test('object features are of the screen, whatever a preset shows', () => {
  const pipelineOf = (agent: string, preset: string | undefined, settings: Record<string, unknown>) =>
    configureRun('orchard', { agent, preset, settings, seed: 0, limit: { frames: 1, minutes: null } }).environment
      .pipeline;
  expect(pipelineOf('streaming-cells', undefined, {})).toBe('small21');
  expect(pipelineOf('streaming-cells', undefined, { input: 'objects' })).toBe('screen');
  expect(pipelineOf('streaming-cells', 'small42', { input: 'objects' })).toBe('screen');
  expect(pipelineOf('local-critic', 'objects', {})).toBe('screen');
  expect(pipelineOf('local-critic', undefined, { input: 'objects' })).toBe('screen');
});
