/**
 * The first Ctrl-C (or SIGTERM) asks for a good end: the signal returned is aborted, and whoever works finishes what
 * must be whole. A second one ends the process at once, as the system does it by default.
 */
export function interruptible(message: string): { signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  const names = ['SIGINT', 'SIGTERM'] as const;
  const dispose = (): void => {
    for (const name of names) process.off(name, stop);
  };
  const stop = (name: NodeJS.Signals): void => {
    dispose();
    process.stderr.write(`\n${message}; once more to quit at once\n`);
    process.exitCode = name === 'SIGINT' ? 130 : 143;
    controller.abort();
  };
  for (const name of names) process.on(name, stop);
  return { signal: controller.signal, dispose };
}
