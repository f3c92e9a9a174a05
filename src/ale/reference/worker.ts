import { spawn } from 'node:child_process';
import { type MessagePort, workerData } from 'node:worker_threads';

/**
 * The thread that owns the reference console's process. It passes requests on and replies back, and counts up
 * `signal` after each message it posts, for the thread that waits in Atomics.wait. It runs from dist only: no loader
 * of TypeScript reaches into worker threads.
 */

/** What `ReferenceProcess` hands to this thread. */
export interface WorkerData {
  python: string;
  /** The script and its arguments. */
  words: string[];
  port: MessagePort;
  signal: Int32Array;
}

/** From this thread: the process runs; a whole reply (lengths, header and body); the process is gone. */
export type FromWorker = { started: number } | { reply: Uint8Array } | { died: string };

/** To this thread: a whole request, or the end of input (the process then ends by itself). */
export type ToWorker = { request: Uint8Array } | 'end';

const { python, words, port, signal } = workerData as WorkerData;
const child = spawn(python, words, { stdio: 'pipe' });

let complaints = '';
let reply = Buffer.alloc(0);
let received = 0;

function post(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
  Atomics.add(signal, 0, 1);
  Atomics.notify(signal, 0);
}

/** Collects bytes into replies: the first eight bytes tell how many follow. */
function take(chunk: Buffer): void {
  for (let at = 0; at < chunk.length; ) {
    if (received < 8) {
      if (received === 0) reply = Buffer.alloc(8);
      const copied = chunk.copy(reply, received, at, at + 8 - received);
      received += copied;
      at += copied;
      if (received < 8) return;
      const whole = Buffer.from(new ArrayBuffer(8 + reply.readUInt32LE(0) + reply.readUInt32LE(4)));
      reply.copy(whole);
      reply = whole;
    }
    const copied = chunk.copy(reply, received, at);
    received += copied;
    at += copied;
    if (received === reply.length) {
      received = 0;
      post({ reply }, [reply.buffer as ArrayBuffer]);
    }
  }
}

function end(why: string): void {
  post({ died: why });
  port.close();
}

port.on('message', (message: ToWorker) => {
  if (message === 'end') child.stdin.end();
  else child.stdin.write(message.request);
});
child.once('spawn', () => post({ started: child.pid! }));
child.stdout.on('data', take);
child.stderr.on('data', chunk => {
  complaints = (complaints + chunk).slice(-4000);
});
// Writing to a process that has just died is no news: its end is reported below.
child.stdin.on('error', () => {});
child.once('error', error => end(error.message));
child.once('close', (code, signalName) => {
  const lastLine = complaints.trim().split('\n').at(-1);
  end([signalName ? `ended by ${signalName}` : `exit code ${code}`, lastLine].filter(Boolean).join(': '));
});
