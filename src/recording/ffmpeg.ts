import { createRequire } from 'node:module';

/**
 * Where the ffmpeg lies that comes in an npm package; undefined where there is none for this machine, or npm left it out
 * (`--omit=optional`). Asked for when a film is made: the package throws as soon as it is loaded.
 */
export function ffmpegPath(): string | undefined {
  try {
    return createRequire(import.meta.url)('@ffmpeg-installer/ffmpeg').path;
  } catch {
    return undefined;
  }
}
