import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Curve, RunSummary } from '../../src/dashboard/api.ts';
import { type DashboardOptions, startDashboard } from '../../src/dashboard/index.ts';
import { packageRoot } from '../../src/package-root.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { episodeLine, writeRun } from './folder.ts';

async function dashboard(options: Partial<DashboardOptions> = {}) {
  const runs = join(temporaryFolder(), 'runs');
  mkdirSync(runs);
  const started = await startDashboard({ port: 0, host: '127.0.0.1', runs, ...options });
  onTestFinished(() => started.close());
  return { runs, url: new URL(started.url) };
}

/** A request whose path is sent as it is: `fetch` would tidy it up first. */
function raw(url: URL, path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; body: string; headers: NodeJS.Dict<string | string[]> }>((resolve, reject) => {
    request({ host: '127.0.0.1', port: url.port, path, method, headers }, response => {
      let body = '';
      response.on('data', chunk => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode!, body, headers: response.headers }));
    })
      .on('error', reject)
      .end();
  });
}

test('nothing outside the runs folder can be read, however the path is written', async () => {
  const { runs, url } = await dashboard();
  const secret = join(runs, '..', 'secret.png');
  writeFileSync(secret, 'secret');
  writeRun(runs, 'a', 1);
  writeFileSync(join(runs, 'a', 'still.png'), 'a picture');
  symlinkSync(secret, join(runs, 'a', 'link.png'));
  symlinkSync(join(runs, '..'), join(runs, 'out'));
  expect(await raw(url, '/runs/a/still.png')).toMatchObject({ status: 200, body: 'a picture' });

  const attempts = [
    '/runs/../secret.png',
    '/runs/..%2fsecret.png',
    '/runs/%2e%2e/secret.png',
    '/runs/%2e%2e%2fsecret.png',
    '/runs/a/../../secret.png',
    '/runs/a/..%2f..%2fsecret.png',
    '/runs/..%5csecret.png',
    `/runs/${secret}`,
    `/runs/${encodeURIComponent(secret)}`,
    '/runs/a/link.png',
    '/runs/out/secret.png',
    '/runs/a/still.png%00.png',
    '/runs/%',
    '//runs/../secret.png',
    '/../secret.png',
    '/..%2f..%2fpackage.json',
    '/reports/runs/..%2fsecret.png',
    '/reports/results/..%2f..%2fpackage.json',
    '/reports/runs/a/config.json/../../../secret.png',
    '/api/rom/..%2f..%2fetc%2fpasswd',
    '/api/rom/%2fetc%2fpasswd',
    '/api/curve?run=..',
    '/api/curve?run=../a',
    '/api/player?id=out/runs/a',
    '/api/player?id=%00',
  ];
  for (const attempt of attempts) {
    const { status, body } = await raw(url, attempt);
    expect([status, body.includes('secret')], attempt).toEqual([expect.toSatisfy((n: number) => n >= 400), false]);
  }
  // Weights and configurations are not for fetching as files.
  expect((await raw(url, '/runs/a/config.json')).status).toBe(404);
});

test('a page of another site that was given our address is refused, and so is all but reading', async () => {
  const { url } = await dashboard();
  expect((await raw(url, '/', { host: `evil.example:${url.port}` })).status).toBe(403);
  expect((await raw(url, '/', { host: `localhost:${url.port}` })).status).toBe(200);
  expect((await raw(url, '/api/runs', {}, 'POST')).status).toBe(405);
  expect((await raw(url, '/nothing')).status).toBe(404);
});

test('beyond loopback only who has the token is let in', async () => {
  const { url } = await dashboard({ host: '0.0.0.0' });
  const token = url.searchParams.get('token')!;
  expect(token).toMatch(/^[\w-]{24}$/);
  expect((await raw(url, '/')).status).toBe(403);
  expect((await raw(url, '/api/runs')).status).toBe(403);
  expect((await raw(url, `/?token=${token.slice(1)}`)).status).toBe(403);
  const welcome = await raw(url, `/?token=${token}`);
  expect(welcome.status).toBe(303);
  const [cookie] = welcome.headers['set-cookie'] as string[];
  expect(cookie).toContain('HttpOnly');
  expect((await raw(url, '/api/runs', { cookie: cookie.split(';')[0] })).status).toBe(200);
});

test('films are sent in the pieces that a browser asks for', async () => {
  const { runs, url } = await dashboard();
  writeFileSync(join(writeRun(runs, 'a', 1), 'video.mp4'), '0123456789');
  const part = (range: string) => raw(url, '/runs/a/video.mp4', { range });
  expect(await part('bytes=2-4')).toMatchObject({ status: 206, body: '234' });
  expect(await part('bytes=7-')).toMatchObject({ status: 206, body: '789' });
  expect(await part('bytes=-2')).toMatchObject({ status: 206, body: '89' });
  expect((await part('bytes=2-4')).headers).toMatchObject({
    'content-range': 'bytes 2-4/10',
    'content-type': 'video/mp4',
  });
  expect((await part('bytes=10-')).status).toBe(416);
  expect(await raw(url, '/runs/a/video.mp4')).toMatchObject({ status: 200, body: '0123456789' });
});

test('runs are found in folders of folders, the damaged left out, and tell how far they have come', async () => {
  const { runs, url } = await dashboard();
  writeRun(runs, 'one', 4);
  writeRun(runs, 'study/two', 0);
  mkdirSync(join(runs, 'no-run'));
  mkdirSync(join(runs, 'damaged'));
  writeFileSync(join(runs, 'damaged', 'config.json'), '{');
  const list = (await (await fetch(new URL('/api/runs', url))).json()) as RunSummary[];
  expect(list.map(({ id }) => id).sort()).toEqual(['one', 'study/two']);
  expect(list.find(({ id }) => id === 'one')).toMatchObject({
    frames: 4000,
    episodes: 4,
    seconds: 2,
    meanReturn: 2.5,
    framesPerSecond: 2000,
    hasCheckpoint: false,
  });
  expect(list.find(({ id }) => id === 'study/two')).toMatchObject({ frames: 0, meanReturn: null });
  const curve = (await (await fetch(new URL('/api/curve?run=one&window=4', url))).json()) as Curve;
  expect(curve.means).toEqual([1, 1.5, 2, 2.5]);
  const { status, body } = await raw(url, '/api/player?id=one');
  expect([status, body]).toEqual([404, expect.stringContaining('no checkpoint')]);
});

test('whoever listens is told of a run that grows', async () => {
  const { runs, url } = await dashboard();
  const path = writeRun(runs, 'one', 1);
  const abort = new AbortController();
  const { body } = await fetch(new URL('/api/events', url), { signal: abort.signal });
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
  const first = (await reader.read()).value!;
  expect(first).toMatch(/^event: runs\ndata: \[\{"id":"one"/);
  appendFileSync(join(path, 'metrics.jsonl'), episodeLine(2));
  const second = (await reader.read()).value!;
  expect(second).toMatch(/^event: run\ndata: \{"id":"one"/);
  expect(second).toContain('"frames":2000');
  abort.abort();
});

test('a port in use, a runs folder that is not there: one line, exit code 2', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => other.once('listening', resolve));
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const openbrain = (...args: string[]) =>
    spawnSync(process.execPath, [join(packageRoot, 'dist/src/cli/main.js'), 'dashboard', ...args], {
      encoding: 'utf8',
      timeout: 20_000,
    });
  expect(openbrain('--port', String(port))).toMatchObject({
    status: 2,
    stderr: `openbrain: port ${port} is in use: choose another with --port (0: any free one)\n`,
  });
  expect(openbrain('--runs', '/nowhere')).toMatchObject({
    status: 2,
    stderr: 'openbrain: --runs /nowhere: no such folder\n',
  });
  expect(openbrain('--port', '70000')).toMatchObject({ status: 2 });
});
