/** 1234567 as 1,234,567. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** Seconds as 3:07 or 1:02:03. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] > 0 ? parts : parts.slice(1);
  return shown.map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** A score with two digits after the point. */
export function score(value: number): string {
  return value.toFixed(2);
}

export const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Where standard output is for a program. */
export const printAside = (line: string): void => void process.stderr.write(`${line}\n`);
