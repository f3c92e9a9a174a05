import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { RandomAgent } from '../../src/agents/random/agent.ts';
import { make, type PipelineName } from '../../src/index.ts';
import { Random } from '../../src/random.ts';
import { LatestPicture } from '../../src/training/latest-picture.ts';
import { Trainer } from '../../src/training/trainer.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

test('the newest picture is a small file, pixels as wide as on a television', async () => {
  const folder = temporaryFolder();
  const environment = make('orchard');
  environment.reset({ seed: 1 });
  const rgb = environment.screenRgb();
  const latest = new LatestPicture(folder);
  let asked = 0;
  const picture = () => {
    asked++;
    return { width: 160, height: environment.screenHeight, rgb };
  };
  latest.update(picture);
  latest.update(picture);
  expect(asked, 'the second came while the first was being written').toBe(1);
  await latest.settle();
  expect(readdirSync(folder)).toEqual(['latest.png']);
  const { data, info } = await sharp(join(folder, 'latest.png')).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([320, 210]);
  for (let i = 0; i < 160 * 210; i++)
    expect(data[6 * i] === rgb[3 * i] && data[6 * i + 5] === rgb[3 * i + 2]).toBe(true);
  environment.close();
});

test('where it cannot be written nothing happens', async () => {
  const latest = new LatestPicture(join(temporaryFolder(), 'gone'));
  latest.update(() => ({ width: 160, height: 1, rgb: new Uint8Array(480) }));
  await latest.settle();
  latest.update(() => undefined);
});

test.each<PipelineName>(['dqn', 'screen', 'ram'])(
  'a training with %s that is looked at ends, and is saved, as one that is not',
  pipeline => {
    const train = (looks: boolean): string => {
      const random = new Random(2);
      const environments = [make('orchard', { pipeline }), make('orchard', { pipeline })];
      const [environment, viewer] = environments;
      const trainer = new Trainer(new RandomAgent(environment.actionSpace.n, random), [environment], random, 7);
      for (let i = 0; i < 300; i++) {
        trainer.step();
        if (!looks || i % 3 !== 0) continue;
        const picture = trainer.picture(() => viewer)!;
        if (i % 30 === 0 && pipeline === 'screen') expect(Buffer.compare(picture.rgb, environment.screenRgb())).toBe(0);
      }
      const saved = createHash('sha1').update(trainer.save()).digest('hex');
      for (const one of environments) one.close();
      return saved;
    };
    expect(train(true)).toBe(train(false));
  },
);
