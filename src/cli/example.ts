/** The text that `--help` ends with: one or more commands to try. */
export function example(...commands: string[]): string {
  return `\nExample${commands.length > 1 ? 's' : ''}:\n${commands.map(command => `  $ ${command}`).join('\n')}\n`;
}
