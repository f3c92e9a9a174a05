/** Answers: JSON, bytes, and files with the byte ranges that browsers ask of films. */
import { createReadStream, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { pipeline } from 'node:stream';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.mp4': 'video/mp4',
};

export function sendJson(response: ServerResponse, value: unknown): void {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
}

export function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

export function sendBytes(response: ServerResponse, bytes: Uint8Array): void {
  response.setHeader('content-type', 'application/octet-stream').end(bytes);
}

/** Sends a file, or the part of it that the request's Range header names. */
export function sendFile(request: IncomingMessage, response: ServerResponse, path: string): void {
  const { size } = statSync(path);
  const range = rangeOf(request.headers.range, size);
  response.setHeader('content-type', types[extname(path).toLowerCase()] ?? 'application/octet-stream');
  response.setHeader('accept-ranges', 'bytes');
  // A plot carries its colours in a style of its own; opened by itself it may have them, and nothing else.
  if (path.endsWith('.svg')) {
    response.setHeader('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'");
  }
  if (range === 'unsatisfiable') {
    response.writeHead(416, { 'content-range': `bytes */${size}` }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  if (range) response.writeHead(206, { 'content-range': `bytes ${start}-${end}/${size}` });
  if (request.method === 'HEAD' || end < start) {
    response.end();
    return;
  }
  // A reader who goes away in mid-film is no error.
  pipeline(createReadStream(path, { start, end }), response, () => {});
}

/** One range of bytes; undefined where none, or more than one, is asked for (all is sent then). */
function rangeOf(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const isSuffix = match[1] === '';
  const start = isSuffix ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = isSuffix || match[2] === '' ? size - 1 : Math.min(size - 1, Number(match[2]));
  return start > end ? 'unsatisfiable' : { start, end };
}
