import { join } from 'node:path';
import type { Command } from 'commander';
import { didYouMean, UserError } from '../errors.ts';
import { type FilmKind, filmKinds } from '../recording/film-writer.ts';
import { type OverlayName, overlayNames } from '../recording/overlays.ts';
import type { Recording, RecordingProgress } from '../recording/record.ts';
import { integer, oneOf } from './arguments.ts';
import { count, duration, print, score } from './format.ts';
import type { ProgressDisplay } from './progress.ts';

/** What a film is to be like, as the options of `record` and `replay` say it. */
export interface FilmChoices {
  format?: FilmKind;
  scale: number;
  overlay: OverlayName[];
  sound?: boolean;
  out?: string;
}

/** Beyond this a film is larger than H.264 and WebP can store. */
const mostScale = 8;

/** Adds `--format`, `--scale`, `--overlay` and `--sound`. */
export function withFilmOptions(command: Command): Command {
  return command
    .option(
      '--format <name>',
      'mp4, webp (lossless) or gif (50 of 60 frames a second: it can time no more); default: what --out ends in',
      oneOf('--format', filmKinds),
    )
    .option(
      '--scale <n>',
      'a line of the picture becomes n pixels high, a column twice as wide',
      integer('--scale', 1, mostScale),
      2,
    )
    .option('--overlay <a,b,…>', `beside and below the picture: ${overlayNames.join(', ')}`, overlayList, [])
    .option('--sound', 'with the console’s sound (mp4 only)');
}

/**
 * Where the film goes.
 * @param place name without an ending where `--out` does not say
 * @throws UserError where `--out` and `--format` contradict each other
 */
export function filmPath({ out, format }: FilmChoices, place: readonly string[]): string {
  if (out === undefined) return `${join(...place)}.${format ?? 'mp4'}`;
  if (format && !out.toLowerCase().endsWith(`.${format}`)) {
    throw new UserError(`--out ${out} does not end in .${format}, as --format ${format} wants it`);
  }
  return out;
}

export function showProgress(display: ProgressDisplay): (progress: RecordingProgress) => void {
  return ({ phase, episode, episodes, frames }) =>
    display.update(
      episode / episodes,
      `${phase === 'choosing' ? 'looking for the best: ' : ''}episode ${episode + 1} of ${episodes}, ${count(frames)} frames`,
    );
}

export function printRecording({ film, contactSheet, actionLog, frames, scores, interrupted }: Recording): void {
  print(`${count(frames)} frames, ${duration(frames / 60)} of play; scores ${scores.map(score).join(', ') || 'none'}`);
  if (interrupted) print('stopped early: the last episode is not whole, or some are missing');
  print(`film:    ${film}`);
  print(`stills:  ${contactSheet}`);
  print(`actions: ${actionLog} (openbrain replay plays them again)`);
}

function overlayList(text: string): OverlayName[] {
  return [...new Set(text.split(',').map(part => overlayNamed(part.trim())))];
}

function overlayNamed(name: string): OverlayName {
  const overlay = overlayNames.find(candidate => candidate === name);
  if (overlay) return overlay;
  const hint = didYouMean(name, overlayNames) || `there are ${overlayNames.join(', ')}`;
  throw new UserError(`--overlay ${name}: ${hint}`);
}
