import { allActions } from '../actions.ts';
import { defineGame, pressSelectUntil } from '../game.ts';

/**
 * Tennis (Activision, 1981).
 * Points: ours in RAM 0x45, the opponent's in RAM 0x46. Games won: RAM 0x47 and 0x48. The reward of a frame is the
 * change of our lead in games, or if there is none, of our lead in points. The set ends at six games with a lead
 * of two, or at seven.
 */
export const tennis = defineGame({
  name: 'tennis',
  md5: ['42cdd6a9e42a3639e190722b8ea3fc51'],
  actions: allActions,
  lives: 0,
  modes: pressSelectUntil([0, 2], ram => ram[0x00], 2),
  difficulties: [0, 1, 2, 3],
  variables: { pointLead: 0, gameLead: 0 },

  read(ram, game) {
    const pointLead = ram[0x45] - ram[0x46];
    const ours = ram[0x47];
    const theirs = ram[0x48];
    const gameLead = ours - theirs;
    const reward = gameLead !== game.gameLead ? gameLead - game.gameLead : pointLead - game.pointLead;
    game.pointLead = pointLead;
    game.gameLead = gameLead;

    const won = (ours >= 6 && gameLead >= 2) || ours === 7;
    const lost = (theirs >= 6 && gameLead <= -2) || theirs === 7;
    return { score: game.score + reward, lives: 0, over: won || lost };
  },
});
