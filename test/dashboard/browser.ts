import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

/** Where Debian and others put Chromium; `$CHROMIUM` comes first. `scripts/test` installs it where it may. */
const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Chromium's path; undefined where there is none. */
export const chromiumPath: string | undefined = places.find(path => path !== undefined && existsSync(path));

/** A browser of our own, and everything that its pages complained about. */
export interface Browser {
  context: BrowserContext;
  /** A new page whose errors go to `complaints`. */
  open(url: string): Promise<Page>;
  complaints: string[];
  close(): Promise<void>;
}

/** Starts headless Chromium with a fresh profile that it forgets again; as a telephone where `hasTouch` is set. */
export async function startBrowser({ hasTouch = false } = {}): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'openbrain-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath,
    headless: true,
    hasTouch,
    isMobile: hasTouch,
    viewport: hasTouch ? { width: 400, height: 800 } : { width: 1280, height: 860 },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
  const complaints: string[] = [];
  return {
    context,
    complaints,
    async open(url) {
      const page = await context.newPage();
      page.on('console', message => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', error => complaints.push(String(error)));
      await page.goto(url);
      return page;
    },
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
