/** The page in a real browser: what a person sees and what happens when they press something. */
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepareAgent } from '../../src/agents/index.ts';
import { type Dashboard, startDashboard } from '../../src/dashboard/index.ts';
import { exportModel } from '../../src/evaluation/model-folder.ts';
import { runConfig } from '../../src/training/config.ts';
import { makeConfigured } from '../../src/training/make-environment.ts';
import { startRun } from '../../src/training/session.ts';
import { version } from '../../src/version.ts';
import { type Browser, chromiumPath, startBrowser } from './browser.ts';
import { episodeLine, evaluationLine, writeReport, writeRun, writeScores } from './folder.ts';

// Skipped only on a person's machine without Chromium; CI has to have it.
const isSkipped = chromiumPath === undefined && !process.env.CI;
if (isSkipped) console.warn('the tests of the page need Chromium: apt-get install chromium, or set CHROMIUM');

/** Waits for what is to become true; machines that run all tests at once are slow. */
const soon = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 15_000 });

const screen = { pipeline: 'screen', frameSkip: 5 };

/** Agents of a short training. */
const settings = {
  'linear-critic': { hyperparameters: {}, environment: screen },
  'local-critic': {
    hyperparameters: { input: 'objects', actor: 'natural', joint: true, hidden: '', output: 'linear' },
    environment: screen,
  },
  'streaming-cells': { hyperparameters: { units: 8 }, environment: { pipeline: 'small21', frameSkip: 5 } },
  dqn: { hyperparameters: { hidden: 16, replayStart: 50 }, environment: { pipeline: 'dqn', frameSkip: 4 } },
};

/** Where the tests leave what they saw. */
const pictures = mkdtempSync(join(tmpdir(), 'openbrain-pictures-'));

// A second browser starts slowly beside other tests.
describe.skipIf(isSkipped)('in Chromium', { timeout: 90_000 }, () => {
  let browser: Browser;
  let dashboard: Dashboard;
  let runs: string;

  beforeAll(async () => {
    runs = join(mkdtempSync(join(tmpdir(), 'openbrain-page-')), 'runs');
    mkdirSync(runs);
    writeRun(runs, 'growing', 5);
    await train('trained', 6000);
    const store = join(runs, '..', 'scores.db');
    writeScores(store);
    writeReport(join(runs, 'report.md'));
    dashboard = await startDashboard({ port: 0, host: '127.0.0.1', runs, store });
    browser = await startBrowser();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await dashboard?.close();
    rmSync(join(runs, '..'), { recursive: true, force: true });
    console.info(`pictures: ${pictures}`);
  });

  /** A short training on Orchard. */
  async function train(id: string, frames: number, agent: keyof typeof settings = 'linear-critic'): Promise<void> {
    await prepareAgent(agent);
    const { hyperparameters, environment } = settings[agent];
    const config = runConfig.parse({
      format: 1,
      openbrain: version,
      game: 'orchard',
      agent,
      hyperparameters,
      seed: 0,
      environment,
      limit: { frames, minutes: null },
    });
    await startRun(join(runs, id), config, {
      makeEnvironment: (game, environment) => makeConfigured(game, environment),
      reporter: { progress: () => {}, warn: () => {} },
      signal: new AbortController().signal,
    });
  }

  /** Opens an address of the page, and expects that the browser complained of nothing else when the test is over. */
  async function visit(address: string, use: (page: Page) => Promise<void>, expected: string[] = []): Promise<void> {
    const before = browser.complaints.length;
    const page = await browser.open(`${dashboard.url}${address}`);
    try {
      await use(page);
      await page.screenshot({ path: join(pictures, `${address.replace(/\W+/g, '-')}.png`), fullPage: true });
    } finally {
      await page.close();
    }
    const complaints = browser.complaints.slice(before);
    expect(complaints).toEqual(expected.map(text => expect.stringContaining(text)));
  }

  /** A byte of RAM as the page shows it. */
  const ram = async (page: Page, index: number): Promise<number> =>
    Number.parseInt((await page.textContent(`.memory td[title^="RAM ${index},"]`))!, 16);

  /** Where Orchard keeps its basket. */
  const basketX = 8;

  const frame = async (page: Page): Promise<number> =>
    Number(/frame ([\d,]+)/.exec((await page.textContent('.status'))!)![1].replace(',', ''));

  const later = (page: Page, frames: number): Promise<void> => page.waitForTimeout((1000 * frames) / 60);

  test('a game is started, keys move the player, and frames pass', async () => {
    await visit('#play?game=orchard', async page => {
      await page.waitForSelector('.screen');
      await later(page, 30);
      const start = await ram(page, basketX);
      await page.keyboard.down('ArrowRight');
      await soon(() => ram(page, basketX)).toBeGreaterThan(start + 10);
      await page.keyboard.up('ArrowRight');
      await page.keyboard.down('KeyA');
      await soon(() => ram(page, basketX)).toBeLessThan(start);
      await page.keyboard.up('KeyA');

      await page.waitForTimeout(2200);
      const rate = Number.parseFloat((await page.textContent('.rate'))!);
      console.info(`${rate} frames/s in Chromium`);
      // A machine that is busy with other tests may be late now and then.
      expect(rate).toBeGreaterThan(20);
    });
  });

  test('a gamepad moves the player', async () => {
    await browser.context.addInitScript(() => {
      if (!location.hash.includes('gamepad')) return;
      const buttons = Array.from({ length: 16 }, (_, i) => ({ pressed: i === 15, touched: false, value: 0 }));
      navigator.getGamepads = () => [{ axes: [0, 0], buttons } as unknown as Gamepad, null];
    });
    await visit('#play?game=orchard&gamepad', async page => {
      await page.waitForSelector('.screen');
      await soon(() => ram(page, basketX)).toBeGreaterThan(120);
    });
  });

  test('thumbs move the player on a telephone', async () => {
    const telephone = await startBrowser({ hasTouch: true });
    try {
      const page = await telephone.open(`${dashboard.url}#play?game=orchard`);
      await page.waitForSelector('.pad');
      await page.locator('.pad').scrollIntoViewIfNeeded();
      const { x, y, width, height } = (await page.locator('.pad').boundingBox())!;
      const start = await ram(page, basketX);
      await page.mouse.move(x + 0.9 * width, y + height / 2);
      await page.mouse.down();
      await soon(() => ram(page, basketX)).toBeGreaterThan(start + 10);
      await page.mouse.move(x + 0.1 * width, y + height / 2);
      await soon(() => ram(page, basketX)).toBeLessThan(start);
      await page.mouse.up();
      await page.screenshot({ path: join(pictures, 'telephone.png') });
      expect(telephone.complaints).toEqual([]);
    } finally {
      await telephone.close();
    }
  });

  test('time stops, goes frame by frame, and is turned back', async () => {
    await visit('#play?game=orchard', async page => {
      await page.waitForSelector('.screen');
      await page.keyboard.down('ArrowRight');
      await soon(() => frame(page)).toBeGreaterThan(90);
      await page.keyboard.up('ArrowRight');
      await page.keyboard.press('KeyP');
      const stopped = await frame(page);
      await later(page, 20);
      expect(await frame(page)).toBe(stopped);

      const whole = () => page.$$eval('.memory td', cells => cells.map(cell => cell.textContent).join(''));
      const before = await whole();
      await page.getByRole('button', { name: 'Frame ▸' }).click();
      expect(await frame(page)).toBe(stopped + 1);
      expect(await whole()).not.toBe(before);
      await page.getByRole('button', { name: '◂ Frame' }).click();
      expect([await frame(page), await whole()]).toEqual([stopped, before]);

      await page.getByLabel('timeline').fill('10');
      expect(await frame(page)).toBe(10);
      expect(await whole()).not.toBe(before);
      await page.getByLabel('timeline').fill(String(stopped));
      expect(await whole()).toBe(before);
    });
  });

  test('a moment is saved and restored', async () => {
    await visit('#play?game=orchard', async page => {
      await page.waitForSelector('.screen');
      await later(page, 30);
      expect(await page.getByRole('button', { name: 'Restore' }).isDisabled()).toBe(true);
      await page.keyboard.press('KeyP');
      await page.getByRole('button', { name: 'Save' }).click();
      const saved = await ram(page, 0);
      await page.keyboard.press('KeyP');
      await later(page, 30);
      await page.keyboard.press('KeyP');
      expect(await ram(page, 0)).not.toBe(saved);
      await page.getByRole('button', { name: 'Restore' }).click();
      expect(await ram(page, 0)).toBe(saved);
    });
  });

  /** Different colours in the picture of what the agent looks at. */
  const glow = (page: Page): Promise<number> =>
    page.$eval('.attention canvas', element => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    });

  test('a trained agent plays, with its Q-values; a person takes the joystick from it', async () => {
    await visit('#play?agent=trained&seating=agent', async page => {
      await page.waitForSelector('.values .number');
      await expect
        .poll(() => page.$$eval('.values .number', cells => cells.map(cell => cell.textContent)))
        .toEqual(Array.from({ length: 3 }, () => expect.stringMatching(/^-?\d+\.\d{3}$/)));
      await soon(() => page.textContent('.attention p')).toBe('what speaks for the action, and against it');
      await soon(() => glow(page)).toBeGreaterThan(3);
      const played = await frame(page);
      await page.getByLabel('Who plays').selectOption('me');
      await page.keyboard.down('ArrowRight');
      await soon(() => ram(page, basketX)).toBeGreaterThan(120);
      expect(await frame(page), 'the game goes on').toBeGreaterThan(played);
    });
  });

  test('a network plays in the page, too', async () => {
    await train('network', 800, 'dqn');
    await visit('#play?agent=network&seating=agent', async page => {
      await page.waitForSelector('.values .number');
      await soon(() => frame(page)).toBeGreaterThan(30);
      await soon(() => page.textContent('.attention p')).toBe('where a blur changes what it expects');
      await soon(() => glow(page)).toBeGreaterThan(30);
      await page.waitForTimeout(2200);
      console.info(`${await page.textContent('.rate')} with a network and what it looks at`);
      expect(await page.$$eval('.values .number', cells => cells.map(cell => cell.textContent))).toEqual(
        Array.from({ length: 3 }, () => expect.stringMatching(/^-?\d+\.\d{3}$/)),
      );
    });
  });

  test('so does a network that was exported, and agents that have neurons or cells', async () => {
    await exportModel(join(runs, 'network'), join(runs, 'model'));
    // Before the first apple is caught its outputs are all 0.
    await train('neurons', 4000, 'local-critic');
    await train('cells', 500, 'streaming-cells');
    const told = {
      model: ['What the agent expects', 'where a blur changes what it expects'],
      neurons: ['What the agent prefers', 'what speaks for the action, and against it'],
      cells: ['What the agent expects', 'where a blur changes what it expects'],
    };
    for (const [agent, [heading, meaning]] of Object.entries(told)) {
      await visit(`#play?agent=${agent}&seating=agent`, async page => {
        await soon(() => frame(page)).toBeGreaterThan(10);
        await page.waitForSelector(`h2:has-text("${heading}")`);
        await soon(() => page.textContent('.attention p')).toBe(meaning);
        await soon(() => glow(page)).toBeGreaterThan(3);
        const values = await page.$$eval('.values .number', cells => cells.map(cell => cell.textContent));
        expect(values).toEqual(Array.from({ length: 3 }, () => expect.stringMatching(/^-?\d+\.\d{3}$/)));
      });
    }
  });

  test('a person and chance play side by side', async () => {
    await visit('#play?game=orchard&agent=random&seating=both', async page => {
      await soon(() => page.locator('.screen').count()).toBe(2);
      await later(page, 60);
      expect(await page.locator('.values .chosen').count()).toBe(1);
    });
  });

  test('a run’s curve grows while training writes', async () => {
    await visit('#runs?show=growing', async page => {
      const points = async () =>
        Number(/(\d+) points/.exec((await page.getAttribute('.chart', 'aria-label')) ?? '')?.[1] ?? 0);
      await soon(points).toBe(5);
      for (let i = 6; i <= 9; i++) appendFileSync(join(runs, 'growing', 'metrics.jsonl'), episodeLine(i));
      await soon(points).toBe(9);
      expect(await page.textContent('.details dl')).toContain('9,000');
      appendFileSync(join(runs, 'growing', 'metrics.jsonl'), evaluationLine(9, 4) + evaluationLine(10, 7));
      await page.waitForSelector('.u-legend :text("growing, evaluated")');
      await soon(points).toBe(11);
      expect(await page.textContent('.details dl')).toContain('2: the last 7.0, the best 7.0');

      expect(await page.locator('.latest').count()).toBe(0);
      const shown = () => page.$eval('.latest', image => (image as HTMLImageElement).naturalWidth);
      for (const width of [32, 64]) {
        const picture = sharp({ create: { width, height: 21, channels: 3, background: '#4080c0' } });
        await picture.png().toFile(join(runs, 'growing', 'latest.png'));
        await page.waitForSelector('.latest');
        await soon(shown).toBe(width);
      }

      const training = train('live', 20_000);
      await page.waitForSelector('[data-run="live"]');
      await page.getByLabel('show live').check();
      await page.getByLabel('show growing').uncheck();
      await training;
      await soon(points).toBeGreaterThan(5);
    });
  });

  test('from a run to its agent at play', async () => {
    await visit('#runs?show=trained&look=trained', async page => {
      await page.getByText('Watch it play').click();
      await page.waitForSelector('.values');
      expect(page.url()).toContain('agent=trained');
    });
  });

  test('own agents stand on the leaderboard beside published ones, with intervals, and are compared', async () => {
    await visit('#leaderboard?game=pong&against=dqn_nature2015,rainbow', async page => {
      await page.waitForSelector('.board');
      expect(await page.locator('.board').first().locator('tbody tr').count()).toBe(3);
      const own = page.locator('.board tr.own').first();
      // Two episodes of -21 and -19.
      expect(await own.textContent()).toMatch(/random.*-20\.0 \(-21\.0 to -19\.0\)/);
      expect(await own.locator('.frame b').count(), 'a whisker').toBe(1);
      await page.waitForSelector('text=Probability that random beats');
      await page.waitForSelector('.plots img');
      await soon(() =>
        page.$$eval('.plots img', images => images.every(image => (image as HTMLImageElement).naturalWidth > 0)),
      ).toBe(true);
      await page.getByLabel('Published agents').selectOption('none');
      await soon(() => page.locator('.board').first().locator('tbody tr').count()).toBe(1);
    });
    await visit(
      '#leaderboard?game=breakout',
      async page => {
        await page.waitForSelector('text=no scores of breakout yet: openbrain evaluate');
      },
      ['404'],
    );
  });

  test('a report is shown with its picture, and nothing in it is run', async () => {
    await visit('#experiments', async page => {
      await page.getByRole('link', { name: 'What we found' }).click();
      await page.waitForSelector('article h1:has-text("What we found")');
      expect(await page.textContent('article')).toContain('<script>document.title = "run"</script>');
      await soon(() => page.$eval('article img', image => (image as HTMLImageElement).naturalWidth)).toBe(1);
      expect(await page.title()).toBe('Experiments · openbrain');
    });
  });

  test('sound goes on and off', async () => {
    await visit('#play?game=orchard', async page => {
      await page.waitForSelector('.screen');
      await page.getByRole('button', { name: 'Sound on' }).click();
      await page.waitForSelector('button:has-text("Sound off")');
      await page.getByRole('button', { name: 'Sound off' }).click();
      await page.waitForSelector('button:has-text("Sound on")');
    });
  });

  test('on dark paper, and on a telephone', async () => {
    const page = await browser.open(`${dashboard.url}#runs?show=trained`);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForSelector('.chart canvas');
    const [paper, ink] = await page.$eval('body', body => {
      const { backgroundColor, color } = getComputedStyle(body);
      return [backgroundColor, color].map(text => Number(/\d+/.exec(text)![0]));
    });
    expect(paper).toBeLessThan(60);
    expect(ink).toBeGreaterThan(200);
    await page.setViewportSize({ width: 400, height: 800 });
    await page.goto(`${dashboard.url}#play?game=orchard`);
    await page.waitForSelector('.screen');
    await page.screenshot({ path: join(pictures, 'small-dark.png'), fullPage: true });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
    await page.close();
  });
});
