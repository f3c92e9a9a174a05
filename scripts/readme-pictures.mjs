#!/usr/bin/env node
/** The pictures themselves; see scripts/readme-pictures. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { playerNamed, protocolNamed, record, startDashboard } from '../dist/src/index.js';

const [folder] = process.argv.slice(2);
const images = 'docs/images';
const runs = join(folder, 'runs');
const store = join(folder, 'scores.db');

/** Ten seconds of a trained agent, with all that can be shown beside it. */
async function film() {
  const out = join(images, 'orchard.webp');
  const protocol = { ...protocolNamed('ale-v5'), maxFramesPerEpisode: 600 };
  const player = playerNamed(join(runs, 'orchard-1'), { protocol });
  const overlays = ['actions', 'q-values', 'score', 'features'];
  const { contactSheet, actionLog } = await record(player, { protocol, seed: 1, out, scale: 1, overlays });
  for (const path of [contactSheet, actionLog]) rmSync(path);
}

/** The page as a person sees it. */
async function photographs() {
  const dashboard = await startDashboard({ port: 0, host: '127.0.0.1', runs, store });
  const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const executablePath = places.find(path => path && existsSync(path));
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const photograph = async (name, address, colorScheme, ready, height) => {
    const page = await browser.newPage({ viewport: { width: 1200, height }, colorScheme });
    await page.goto(`${dashboard.url}${address}`);
    await page.waitForSelector(ready);
    await page.waitForTimeout(6000);
    const picture = await page.screenshot();
    await sharp(picture)
      .webp({ quality: 85 })
      .toFile(join(images, `${name}.webp`));
    await page.close();
  };
  const seeds = ['orchard-1', 'orchard-2', 'orchard-3'].map(id => ['show', id]);
  const watched = new URLSearchParams([...seeds, ['look', 'orchard-1'], ['bands', '']]);
  await photograph('page-play', '#play?agent=orchard-1&seating=agent', 'light', '.attention p:not(:empty)', 880);
  await photograph('page-runs', `#runs?${watched}`, 'dark', '.chart canvas', 760);
  await browser.close();
  await dashboard.close();
}

await film();
await photographs();
