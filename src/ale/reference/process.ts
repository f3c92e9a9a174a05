import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { UserError } from '../../errors.ts';
import { fileProblem } from '../../files.ts';
import { packageRoot } from '../../package-root.ts';
import type { FromWorker, ToWorker, WorkerData } from './worker.ts';

/** A request: the name of a call of server.py and its arguments. */
export interface Request {
  call: string;
  [argument: string]: unknown;
}

/** A reply's header and its raw bytes. */
export interface Reply<Header> {
  header: Header;
  body: Uint8Array;
}

/** How long a call may take before the process counts as hung, in milliseconds. Calls take milliseconds; loading Python may take seconds on a busy machine. */
const patience = 120_000;

/**
 * A Python process that runs server.py, spoken to synchronously: a thread of its own owns the process, and the
 * caller waits for it. Whatever goes wrong ends in one UserError, and every later call throws the same one.
 */
export class ReferenceProcess {
  readonly #port: MessagePort;
  readonly #signal = new Int32Array(new SharedArrayBuffer(4));
  /** The process's own folder, for ROM files. It removes the folder itself, unless it dies or is killed. */
  readonly #folder = temporaryFolder();
  #pid: number | undefined;
  /** A process that never answered may have been set up badly; one that did has another trouble. */
  #hasAnswered = false;
  #ended: string | undefined;

  /** @param python the interpreter of an environment that holds ale-py (`installReference`) */
  constructor(python: string) {
    const worker = join(packageRoot, 'dist/src/ale/reference/worker.js');
    if (!existsSync(worker)) throw new UserError(`the reference console is not built yet (${worker}): npm run build`);
    const { port1, port2 } = new MessageChannel();
    const data: WorkerData = {
      python,
      words: [join(packageRoot, 'src/ale/reference/server.py'), this.#folder],
      port: port2,
      signal: this.#signal,
    };
    const thread = new Worker(worker, { workerData: data, transferList: [port2], execArgv: [], stdin: false });
    // A program that forgets close() still ends: the thread goes with it, and Python sees the end of its input.
    thread.unref();
    this.#port = port1;
    this.#port.unref();
    // Nothing but a bad set-up makes this call fail, so that is what the error advises about.
    this.call({ call: 'hello' });
  }

  /** Sends a request and waits for its reply. */
  call<Header>(request: Request, body: Uint8Array = new Uint8Array()): Reply<Header> {
    this.send(request, body);
    return this.receive<Header>();
  }

  /** Sends a request without waiting; each must be followed by one `receive`, in order. */
  send(request: Request, body: Uint8Array = new Uint8Array()): void {
    this.#throwIfEnded();
    const header = Buffer.from(JSON.stringify(request));
    const message = new Uint8Array(8 + header.length + body.length);
    new DataView(message.buffer).setUint32(0, header.length, true);
    new DataView(message.buffer).setUint32(4, body.length, true);
    message.set(header, 8);
    message.set(body, 8 + header.length);
    this.#post({ request: message }, [message.buffer]);
  }

  /** Waits for the reply to the oldest request that has none yet. */
  receive<Header>(): Reply<Header> {
    this.#throwIfEnded();
    for (;;) {
      const message = this.#next(patience);
      if (!message) this.#kill(`no answer for ${patience / 1000} s`);
      else if ('reply' in message) return open<Header>(message.reply);
      this.#throwIfEnded();
    }
  }

  /** Ends the process and its thread. Calling it again does nothing. */
  close(): void {
    if (this.#ended !== undefined) return;
    this.#post('end');
    let message: FromWorker | undefined;
    do message = this.#next(5000);
    while (message && !('died' in message));
    if (!message) this.#kill('it did not end when told to');
    this.#ended = 'it was closed';
    this.#hasAnswered = true;
  }

  #post(message: ToWorker, transfer: ArrayBuffer[] = []): void {
    this.#port.postMessage(message, transfer);
  }

  /** The next message of the thread, or undefined if none comes in time (milliseconds). */
  #next(time: number): FromWorker | undefined {
    const deadline = Date.now() + time;
    for (;;) {
      // Read before looking: a message that comes between the look and the wait changes the count and ends the wait.
      const seen = Atomics.load(this.#signal, 0);
      const message = receiveMessageOnPort(this.#port)?.message as FromWorker | undefined;
      if (message) {
        if ('started' in message) this.#pid = message.started;
        if ('reply' in message) this.#hasAnswered = true;
        if ('died' in message) this.#end(message.died);
        return message;
      }
      const left = deadline - Date.now();
      if (left <= 0) return undefined;
      Atomics.wait(this.#signal, 0, seen, left);
    }
  }

  #kill(why: string): void {
    if (this.#pid !== undefined) {
      try {
        process.kill(this.#pid, 'SIGKILL');
      } catch {
        // It is gone already.
      }
    }
    this.#end(why);
  }

  #end(why: string): void {
    this.#ended ??= why;
    this.#port.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #throwIfEnded(): void {
    if (this.#ended === undefined) return;
    const advice = this.#hasAnswered ? '' : '; to set it up anew: openbrain reference install --force';
    throw new UserError(`the reference console stopped (${this.#ended})${advice}`);
  }
}

function temporaryFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'openbrain-reference-'));
  } catch (error) {
    throw new UserError(`cannot write to ${tmpdir()}: ${fileProblem(error)}`);
  }
}

function open<Header>(message: Uint8Array): Reply<Header> {
  const lengths = new DataView(message.buffer, message.byteOffset, 8);
  const bodyAt = 8 + lengths.getUint32(0, true);
  const header = JSON.parse(Buffer.from(message.buffer, message.byteOffset + 8, bodyAt - 8).toString());
  if (typeof header.error === 'string') throw new UserError(`reference console: ${header.error}`);
  return { header, body: message.subarray(bodyAt) };
}
