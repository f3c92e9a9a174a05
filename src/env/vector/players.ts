import { Emulator } from '../../../emulator/console.ts';
import { AleEnvironment } from '../../ale/environment.ts';
import { openRom } from '../../ale/open.ts';
import { AtariEnvironment } from '../atari.ts';
import { aleSeed } from '../gymnasium-seeds.ts';
import type { GameSettings } from '../make.ts';
import { type Board, Command } from './board.ts';
import type { Autoreset } from './types.ts';

/** One environment of a vector. */
export interface Player {
  /** Its number in the vector. */
  id: number;
  settings: GameSettings;
  seed: number;
}

/** The environments that one thread plays, all their consoles in one memory. */
export class Players {
  private readonly board: Board;
  private readonly autoreset: Autoreset;
  private readonly environments: AtariEnvironment[] = [];

  /** @throws UserError where a game cannot be opened */
  constructor(board: Board, players: readonly Player[], autoreset: Autoreset) {
    this.board = board;
    this.autoreset = autoreset;
    const emulator = new Emulator();
    const opened = new Map<string, ReturnType<typeof openRom>>();
    for (const { id, settings, seed } of players) {
      const { game, ale, atari } = settings;
      const { rom, game: definition } = opened.get(game) ?? openRom(game);
      opened.set(game, { rom, game: definition });
      const console = new AleEnvironment(
        rom.bytes,
        definition,
        { ...ale, seed: aleSeed(seed, atari.seeding) },
        emulator,
      );
      this.environments[id] = new AtariEnvironment(console, atari, seed);
    }
  }

  /** Does what the board tells an environment to do, and writes the result. */
  perform(id: number): void {
    const { board } = this;
    const environment = this.environments[id];
    const command = board.commands[id];
    if (command === Command.step) {
      if (this.autoreset === 'nextStep' && environment.hasEnded) environment.begin();
      else environment.play(board.actions[id]);
    } else if (command === Command.reset) environment.begin();
    else if (command === Command.resetWithSeed) environment.begin(board.seeds[id]);

    const row = board.takeRow(id);
    const { observationBytes } = board.layout;
    board.environmentIds[row] = id;
    board.rewards[row] = environment.reward;
    board.terminations[row] = Number(environment.terminated);
    board.truncations[row] = Number(environment.truncated);
    if (this.autoreset === 'sameStep' && environment.hasEnded) {
      board.finalObservations.set(environment.observation, row * observationBytes);
      board.finalLives[row] = environment.lives;
      board.finalEpisodeFrameNumbers[row] = environment.episodeFrameNumber;
      board.finalFrameNumbers[row] = environment.frameNumber;
      environment.begin();
    }
    board.observations.set(environment.observation, row * observationBytes);
    board.lives[row] = environment.lives;
    board.episodeFrameNumbers[row] = environment.episodeFrameNumber;
    board.frameNumbers[row] = environment.frameNumber;
    board.rowDone(row);
  }

  close(): void {
    for (const environment of this.environments) environment?.close();
  }
}
