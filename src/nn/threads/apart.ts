/**
 * A thread that computes with a backend of its own while this one does something else. It gets requests and answers them
 * in order; whoever waits for its answers helps it to compute meanwhile, so that no core is idle.
 */
import { MessageChannel, type MessagePort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { UserError } from '../../errors.ts';
import { Board } from './board.ts';
import { Helper } from './help.ts';
import { Overseen } from './overseen.ts';

/** What the thread is handed. */
export interface ApartData<Setup> {
  setup: Setup;
  port: MessagePort;
  words: SharedArrayBuffer;
  board: SharedArrayBuffer;
}

/** Counts of requests and of answers. */
const word = { requests: 0, answers: 1 } as const;

/** Milliseconds between looks for a lost thread, and those that it has to start. */
const patience = 100;
const startPatience = 60_000;

type Answer = { value: unknown } | { error: string; kind: 'user' | 'range' | 'other' };

/** The other thread, seen from this one. */
export class Apart<Request, Reply> {
  private readonly words = new Int32Array(new SharedArrayBuffer(8));
  private readonly board = new Board();
  private readonly port: MessagePort;
  private readonly thread: Overseen;
  private readonly helper: Helper;
  /** Its backend's memory. */
  readonly memory: WebAssembly.Memory;

  /**
   * Starts the thread and waits for it.
   * @param file module below dist, which calls `serve`
   * @throws UserError where it does not start
   */
  constructor(file: string, setup: unknown) {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    this.port.unref();
    const data: ApartData<unknown> = {
      setup,
      port: port2,
      words: this.words.buffer as SharedArrayBuffer,
      board: this.board.memory,
    };
    this.thread = new Overseen(this.board, [{ file, data, transfer: [port2] }]);
    const end = performance.now() + startPatience;
    while (Atomics.wait(this.words, word.answers, 0, patience) === 'timed-out') {
      this.thread.check();
      if (performance.now() > end) throw new UserError(`no thread has started in ${startPatience / 1000} s`);
    }
    const { module, memory } = this.receive() as { module: WebAssembly.Module; memory: WebAssembly.Memory };
    this.memory = memory;
    this.helper = new Helper(this.board, 1, module, memory);
  }

  /** Asks for something, and does not wait for it. */
  send(request: Request): void {
    this.port.postMessage(request);
    Atomics.add(this.words, word.requests, 1);
    Atomics.notify(this.words, word.requests);
  }

  /**
   * Waits, and helps, until all requests are answered.
   * @returns the answers that were not taken before, in order
   * @throws UserError where the thread was lost; what was thrown there
   */
  settle(): Reply[] {
    const { words } = this;
    const wanted = Atomics.load(words, word.requests) + 1;
    const failed = () => this.board.failure !== undefined || !this.thread.isOpen;
    this.helper.helpUntil(() => Atomics.load(words, word.answers) === wanted || failed());
    this.thread.check();
    if (!this.thread.isOpen) throw new Error('the thread has been told to end');
    const replies: Reply[] = [];
    for (let reply = this.receive(); reply !== undefined; reply = this.receive()) replies.push(reply as Reply);
    return replies;
  }

  private receive(): unknown {
    const received = receiveMessageOnPort(this.port);
    if (!received) return undefined;
    const answer = received.message as Answer;
    if ('value' in answer) return answer.value;
    throw new { user: UserError, range: RangeError, other: Error }[answer.kind](answer.error);
  }

  /** Ends the thread as an accident would. For tests. */
  kill(): void {
    this.thread.kill(0);
  }
}

/**
 * The other thread's side: answers requests until it is told to end.
 * @param start gets ready; `board` is that of the team in which the asking thread helps. Returns what that needs, and
 * what answers a request
 */
export async function serve<Setup, Request, Reply>(
  start: (
    setup: Setup,
    board: SharedArrayBuffer,
  ) => Promise<{
    help: { module: WebAssembly.Module; memory: WebAssembly.Memory };
    answer: (request: Request) => Reply;
  }>,
): Promise<void> {
  const { setup, port, words: shared, board: boardMemory } = workerData as ApartData<Setup>;
  const words = new Int32Array(shared);
  const board = new Board(boardMemory);
  const reply = (answer: Answer) => {
    port.postMessage(answer);
    Atomics.add(words, word.answers, 1);
    Atomics.notify(words, word.answers);
    board.wake();
  };
  try {
    const { help, answer } = await start(setup, boardMemory);
    reply({ value: help });
    for (let handled = 0; ; handled++) {
      while (Atomics.load(words, word.requests) === handled) {
        if (board.isClosing) return;
        Atomics.wait(words, word.requests, handled, patience);
      }
      const received = receiveMessageOnPort(port);
      try {
        reply({ value: answer(received?.message as Request) });
      } catch (error) {
        const kind = error instanceof UserError ? 'user' : error instanceof RangeError ? 'range' : 'other';
        reply({ error: (error as Error).message, kind });
      }
    }
  } catch (error) {
    board.fail((error as Error).message);
  } finally {
    port.close();
  }
}
