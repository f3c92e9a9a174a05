import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';

/** Files larger than this are not looked at: the largest cartridges hold 512 KiB. */
export const largestRom = 512 * 1024;

/** Archives inside archives may be somewhat larger. */
const largestInnerArchive = 64 * 1024 * 1024;

/** One file of a zip archive that may be a ROM or another archive. */
export interface ArchiveFile {
  /** Its name inside the archive, for messages only. */
  name: string;
  bytes: Uint8Array;
}

/** Whether these bytes begin as a zip archive does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/**
 * The files of a zip archive one after the other, those too large for a ROM left out.
 * @param source the archive's path, or its bytes
 * @throws Error where the archive is damaged
 */
export async function* zipFiles(source: string | Uint8Array): AsyncGenerator<ArchiveFile> {
  // File names are never used as paths, so a name that tries to leave the folder is no danger.
  const options = { decodeStrings: true, lazyEntries: true, autoClose: false };
  const zip =
    typeof source === 'string'
      ? await yauzl.openPromise(source, options)
      : await yauzl.fromBufferPromise(Buffer.from(source), options);
  try {
    for await (const entry of zip.eachEntry()) {
      const limit = /\.zip$/i.test(entry.fileName) ? largestInnerArchive : largestRom;
      if (entry.fileName.endsWith('/') || entry.uncompressedSize > limit || entry.isEncrypted()) continue;
      yield { name: entry.fileName, bytes: await buffer(await zip.openReadStreamPromise(entry)) };
    }
  } finally {
    zip.close();
  }
}
