import type { Command } from 'commander';
import { backendCommand } from './backend.ts';
import { benchCommand } from './bench.ts';
import { dashboardCommand } from './dashboard.ts';
import { doctorCommand } from './doctor.ts';
import { evaluateCommand } from './evaluate.ts';
import { experimentCommand } from './experiment.ts';
import { exportCommand } from './export.ts';
import { leaderboardCommand } from './leaderboard.ts';
import { recordCommand } from './record.ts';
import { referenceCommand } from './reference.ts';
import { replayCommand } from './replay.ts';
import { resumeCommand } from './resume.ts';
import { romsCommand } from './roms.ts';
import { traceCommand } from './trace.ts';
import { trainCommand } from './train.ts';
import { verifyCommand } from './verify.ts';

/** Every command of `openbrain`, in the order in which help lists them. */
export const commands: readonly Command[] = [
  romsCommand,
  referenceCommand,
  traceCommand,
  verifyCommand,
  trainCommand,
  resumeCommand,
  evaluateCommand,
  leaderboardCommand,
  experimentCommand,
  exportCommand,
  recordCommand,
  replayCommand,
  dashboardCommand,
  backendCommand,
  doctorCommand,
  benchCommand,
];
