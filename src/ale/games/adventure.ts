import { allActions } from '../actions.ts';
import { defineGame, firstModes, repeatUntil } from '../game.ts';

/**
 * Adventure (Atari, 1980).
 * No score: the reward is 1 when the chalice comes home, that is, when its room, RAM 0x39, is the yellow castle
 * (0x12). RAM 0x60 is 2 once a dragon has eaten the player, which also ends the game.
 * ALE never clears the reward once it is given; the end of the game hides that.
 */
export const adventure = defineGame({
  name: 'adventure',
  md5: ['4b27f5397c442d25f0c418ccdacf1926'],
  actions: allActions,
  lives: 1,
  modes: {
    available: firstModes(3),
    // The third level shuffles its objects by the time that SELECT was held, hence the random length. The console
    // debounces the switch, hence the action after it.
    select(mode, controls) {
      repeatUntil(
        () => ((controls.ram[0x5d] >> 1) & 0x03) === mode,
        () => {
          controls.pressSelect(2 + (controls.random() & 0xff));
          controls.act('noop');
        },
      );
      controls.softReset();
    },
  },
  difficulties: [0, 1, 2, 3],

  read(ram, game) {
    const home = ram[0x39] === 0x12;
    const eaten = ram[0x60] === 2;
    const reward = home ? 1 : game.reward;
    return { score: reward, lives: 1, over: home || eaten, reward };
  },
});
