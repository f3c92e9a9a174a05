import { bcds, defineGame } from '../game.ts';

/**
 * Q*bert (Atari, 1988; first Parker Brothers, 1983).
 * Score: six BCD digits in RAM 0x59..0x5b. RAM 0x08 counts lives as a signed byte: 2 at the start (four lives), -2 at
 * the end. Every step down costs a life. When the counter jumps from -1 back to 2 the game has ended and begun again
 * within one frame; that frame's score belongs to the new game and is not counted.
 */
export const qbert = defineGame({
  name: 'qbert',
  md5: ['484b0076816a104875e00467d431c2d2'],
  hardware: { yStart: 40 },
  actions: ['noop', 'fire', 'up', 'right', 'left', 'down'],
  lives: 4,
  difficulties: [0, 1],
  variables: { counter: 2, livesLeft: 4 },

  read(ram, game) {
    const counter = (ram[0x08] << 24) >> 24;
    const over = counter === -2 || (counter === 2 && game.counter === -1);
    if (counter === game.counter - 1) game.livesLeft--;
    game.counter = counter;

    const score = over ? game.score : bcds(ram[0x59], ram[0x5a], ram[0x5b]);
    return { score, lives: over ? 0 : game.livesLeft, over };
  },
});
