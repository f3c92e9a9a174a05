/**
 * Mean scores of a random player and of a person, 57 games, for the human-normalised score.
 *
 * From google-deepmind/dqn_zoo, `dqn_zoo/atari_data.py` at 45061f4 (Apache-2.0); the numbers are those of Wang et al.
 * 2016 ("Dueling Network Architectures", arXiv:1511.06581). Compared with mttga/purejaxql at 47af6d7 (57 games, no
 * difference), with the appendix of Dabney et al. 2018 as kept in maitchison/Atari-5 at 118cad5 (57 games, none), and
 * with google-research/reincarnating_rl (one difference: Video Pinball).
 *
 * They were taken with up to 30 no-op starts, without sticky actions, and episodes of at most 108,000 frames.
 *
 * Video Pinball: tables print 16256.9 for random play, but most published means can only be had with 0 (DQN 227.7 %
 * against 228 printed, C51 701.1 against 701, Agent57 4766.2 against 4766.25; DreamerV2's means want 16256.9). Say
 * which was used; medians hardly move.
 */
export interface Baseline {
  random: number;
  human: number;
  /** Where papers disagree: the random score that reproduces most published means. */
  randomInMostPapers?: number;
}

export const humanRandom: Readonly<Record<string, Baseline>> = {
  alien: { random: 227.8, human: 7127.7 },
  amidar: { random: 5.8, human: 1719.5 },
  assault: { random: 222.4, human: 742 },
  asterix: { random: 210, human: 8503.3 },
  asteroids: { random: 719.1, human: 47388.7 },
  atlantis: { random: 12850, human: 29028.1 },
  bank_heist: { random: 14.2, human: 753.1 },
  battle_zone: { random: 2360, human: 37187.5 },
  beam_rider: { random: 363.9, human: 16926.5 },
  berzerk: { random: 123.7, human: 2630.4 },
  bowling: { random: 23.1, human: 160.7 },
  boxing: { random: 0.1, human: 12.1 },
  breakout: { random: 1.7, human: 30.5 },
  centipede: { random: 2090.9, human: 12017 },
  chopper_command: { random: 811, human: 7387.8 },
  crazy_climber: { random: 10780.5, human: 35829.4 },
  defender: { random: 2874.5, human: 18688.9 },
  demon_attack: { random: 152.1, human: 1971 },
  double_dunk: { random: -18.6, human: -16.4 },
  enduro: { random: 0, human: 860.5 },
  fishing_derby: { random: -91.7, human: -38.7 },
  freeway: { random: 0, human: 29.6 },
  frostbite: { random: 65.2, human: 4334.7 },
  gopher: { random: 257.6, human: 2412.5 },
  gravitar: { random: 173, human: 3351.4 },
  hero: { random: 1027, human: 30826.4 },
  ice_hockey: { random: -11.2, human: 0.9 },
  jamesbond: { random: 29, human: 302.8 },
  kangaroo: { random: 52, human: 3035 },
  krull: { random: 1598, human: 2665.5 },
  kung_fu_master: { random: 258.5, human: 22736.3 },
  montezuma_revenge: { random: 0, human: 4753.3 },
  ms_pacman: { random: 307.3, human: 6951.6 },
  name_this_game: { random: 2292.3, human: 8049 },
  phoenix: { random: 761.4, human: 7242.6 },
  pitfall: { random: -229.4, human: 6463.7 },
  pong: { random: -20.7, human: 14.6 },
  private_eye: { random: 24.9, human: 69571.3 },
  qbert: { random: 163.9, human: 13455 },
  riverraid: { random: 1338.5, human: 17118 },
  road_runner: { random: 11.5, human: 7845 },
  robotank: { random: 2.2, human: 11.9 },
  seaquest: { random: 68.4, human: 42054.7 },
  skiing: { random: -17098.1, human: -4336.9 },
  solaris: { random: 1236.3, human: 12326.7 },
  space_invaders: { random: 148, human: 1668.7 },
  star_gunner: { random: 664, human: 10250 },
  surround: { random: -10, human: 6.5 },
  tennis: { random: -23.8, human: -8.3 },
  time_pilot: { random: 3568, human: 5229.2 },
  tutankham: { random: 11.4, human: 167.6 },
  up_n_down: { random: 533.4, human: 11693.2 },
  venture: { random: 0, human: 1187.5 },
  video_pinball: { random: 16256.9, human: 17667.9, randomInMostPapers: 0 },
  wizard_of_wor: { random: 563.5, human: 4756.5 },
  yars_revenge: { random: 3092.9, human: 54576.9 },
  zaxxon: { random: 32.5, human: 9173.3 },
};
