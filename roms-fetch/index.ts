/**
 * Where ROMs come from and how they are known. Games are named in ALE's snake_case; files are known by MD5.
 */
export { builtinNames, builtinPath } from './builtin.ts';
export { romChecksums, romNames, romWithMd5, twoPlayerRoms } from './checksums.ts';
export { type FetchProgress, type FetchResult, fetchRoms } from './fetch.ts';
export { type ImportResult, importRoms } from './import.ts';
export { type LoadedRom, loadRom, unknownRom } from './load.ts';
export { allRomNames, romNamed } from './names.ts';
export { listRoms, md5Of, type RomEntry, type RomState, romFolder, romPath, romState, verifyRoms } from './store.ts';
