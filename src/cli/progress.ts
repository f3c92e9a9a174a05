import { SingleBar } from 'cli-progress';

/** Seconds between two lines where there is no terminal to draw a bar on. */
const lineSeconds = 10;

/** Shows how far something has come: a bar on a terminal, a plain line now and then elsewhere. Always on stderr. */
export interface ProgressDisplay {
  /** @param done share that is done, 0..1 */
  update(done: number, text: string): void;
  /** A line that stays. */
  say(line: string): void;
  stop(): void;
}

export function progressDisplay(): ProgressDisplay {
  return process.stderr.isTTY ? bar() : lines();
}

function bar(): ProgressDisplay {
  const display = new SingleBar({
    format: '[{bar}] {percentage}% {text}',
    barsize: 20,
    stream: process.stderr,
    hideCursor: true,
    fps: 4,
  });
  let isStarted = false;
  return {
    update(done, text) {
      if (isStarted) display.update(Math.floor(1000 * done), { text });
      else display.start(1000, Math.floor(1000 * done), { text });
      isStarted = true;
    },
    say(line) {
      process.stderr.write(`${isStarted ? '\n' : ''}${line}\n`);
    },
    stop() {
      if (isStarted) display.stop();
    },
  };
}

function lines(): ProgressDisplay {
  let next = performance.now() + 1000 * lineSeconds;
  const write = (line: string): void => void process.stderr.write(`${line}\n`);
  return {
    update(done, text) {
      if (performance.now() < next) return;
      next = performance.now() + 1000 * lineSeconds;
      write(`${Math.floor(100 * done)}% ${text}`);
    },
    say: write,
    stop() {},
  };
}
