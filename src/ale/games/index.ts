import { didYouMean, UserError } from '../../errors.ts';
import type { GameDefinition } from '../game.ts';
import { adventure } from './adventure.ts';
import { airRaid } from './air_raid.ts';
import { alien } from './alien.ts';
import { amidar } from './amidar.ts';
import { assault } from './assault.ts';
import { asterix } from './asterix.ts';
import { asteroids } from './asteroids.ts';
import { atlantis } from './atlantis.ts';
import { atlantis2 } from './atlantis2.ts';
import { backgammon } from './backgammon.ts';
import { bankHeist } from './bank_heist.ts';
import { basicMath } from './basic_math.ts';
import { battleZone } from './battle_zone.ts';
import { beamRider } from './beam_rider.ts';
import { berzerk } from './berzerk.ts';
import { blackjack } from './blackjack.ts';
import { bowling } from './bowling.ts';
import { boxing } from './boxing.ts';
import { breakout } from './breakout.ts';
import { carnival } from './carnival.ts';
import { casino } from './casino.ts';
import { centipede } from './centipede.ts';
import { chopperCommand } from './chopper_command.ts';
import { combat } from './combat.ts';
import { crazyClimber } from './crazy_climber.ts';
import { crossbow } from './crossbow.ts';
import { darkchambers } from './darkchambers.ts';
import { defender } from './defender.ts';
import { demonAttack } from './demon_attack.ts';
import { donkeyKong } from './donkey_kong.ts';
import { doubleDunk } from './double_dunk.ts';
import { earthworld } from './earthworld.ts';
import { elevatorAction } from './elevator_action.ts';
import { enduro } from './enduro.ts';
import { entombed } from './entombed.ts';
import { et } from './et.ts';
import { fishingDerby } from './fishing_derby.ts';
import { flagCapture } from './flag_capture.ts';
import { freeway } from './freeway.ts';
import { frogger } from './frogger.ts';
import { frostbite } from './frostbite.ts';
import { galaxian } from './galaxian.ts';
import { gopher } from './gopher.ts';
import { gravitar } from './gravitar.ts';
import { hangman } from './hangman.ts';
import { hauntedHouse } from './haunted_house.ts';
import { hero } from './hero.ts';
import { humanCannonball } from './human_cannonball.ts';
import { iceHockey } from './ice_hockey.ts';
import { jamesbond } from './jamesbond.ts';
import { journeyEscape } from './journey_escape.ts';
import { joust } from './joust.ts';
import { kaboom } from './kaboom.ts';
import { kangaroo } from './kangaroo.ts';
import { keystoneKapers } from './keystone_kapers.ts';
import { kingKong } from './king_kong.ts';
import { klax } from './klax.ts';
import { koolaid } from './koolaid.ts';
import { krull } from './krull.ts';
import { kungFuMaster } from './kung_fu_master.ts';
import { laserGates } from './laser_gates.ts';
import { lostLuggage } from './lost_luggage.ts';
import { marioBros } from './mario_bros.ts';
import { mazeCraze } from './maze_craze.ts';
import { miniatureGolf } from './miniature_golf.ts';
import { montezumaRevenge } from './montezuma_revenge.ts';
import { mrDo } from './mr_do.ts';
import { msPacman } from './ms_pacman.ts';
import { nameThisGame } from './name_this_game.ts';
import { orchard } from './orchard.ts';
import { othello } from './othello.ts';
import { pacman } from './pacman.ts';
import { phoenix } from './phoenix.ts';
import { pitfall } from './pitfall.ts';
import { pitfall2 } from './pitfall2.ts';
import { pong } from './pong.ts';
import { pooyan } from './pooyan.ts';
import { privateEye } from './private_eye.ts';
import { qbert } from './qbert.ts';
import { riverraid } from './riverraid.ts';
import { roadRunner } from './road_runner.ts';
import { robotank } from './robotank.ts';
import { seaquest } from './seaquest.ts';
import { sirLancelot } from './sir_lancelot.ts';
import { skiing } from './skiing.ts';
import { solaris } from './solaris.ts';
import { spaceInvaders } from './space_invaders.ts';
import { spaceWar } from './space_war.ts';
import { starGunner } from './star_gunner.ts';
import { superman } from './superman.ts';
import { surround } from './surround.ts';
import { tennis } from './tennis.ts';
import { tetris } from './tetris.ts';
import { ticTacToe3d } from './tic_tac_toe_3d.ts';
import { timePilot } from './time_pilot.ts';
import { trondead } from './trondead.ts';
import { turmoil } from './turmoil.ts';
import { tutankham } from './tutankham.ts';
import { upNDown } from './up_n_down.ts';
import { venture } from './venture.ts';
import { videoCheckers } from './video_checkers.ts';
import { videoChess } from './video_chess.ts';
import { videoCube } from './video_cube.ts';
import { videoPinball } from './video_pinball.ts';
import { warlords } from './warlords.ts';
import { wizardOfWor } from './wizard_of_wor.ts';
import { wordZapper } from './word_zapper.ts';
import { yarsRevenge } from './yars_revenge.ts';
import { zaxxon } from './zaxxon.ts';

const all: readonly GameDefinition[] = [
  adventure,
  airRaid,
  alien,
  amidar,
  assault,
  asterix,
  asteroids,
  atlantis,
  atlantis2,
  backgammon,
  bankHeist,
  basicMath,
  battleZone,
  beamRider,
  berzerk,
  blackjack,
  bowling,
  boxing,
  breakout,
  carnival,
  casino,
  centipede,
  chopperCommand,
  combat,
  crazyClimber,
  crossbow,
  darkchambers,
  defender,
  demonAttack,
  donkeyKong,
  doubleDunk,
  earthworld,
  elevatorAction,
  enduro,
  entombed,
  et,
  fishingDerby,
  flagCapture,
  freeway,
  frogger,
  frostbite,
  galaxian,
  gopher,
  gravitar,
  hangman,
  hauntedHouse,
  hero,
  humanCannonball,
  iceHockey,
  jamesbond,
  journeyEscape,
  joust,
  kaboom,
  kangaroo,
  keystoneKapers,
  kingKong,
  klax,
  koolaid,
  krull,
  kungFuMaster,
  laserGates,
  lostLuggage,
  marioBros,
  mazeCraze,
  miniatureGolf,
  montezumaRevenge,
  mrDo,
  msPacman,
  nameThisGame,
  orchard,
  othello,
  pacman,
  phoenix,
  pitfall,
  pitfall2,
  pong,
  pooyan,
  privateEye,
  qbert,
  riverraid,
  roadRunner,
  robotank,
  seaquest,
  sirLancelot,
  skiing,
  solaris,
  spaceInvaders,
  spaceWar,
  starGunner,
  superman,
  surround,
  tennis,
  tetris,
  ticTacToe3d,
  timePilot,
  trondead,
  turmoil,
  tutankham,
  upNDown,
  venture,
  videoCheckers,
  videoChess,
  videoCube,
  videoPinball,
  warlords,
  wizardOfWor,
  wordZapper,
  yarsRevenge,
  zaxxon,
];

/** Every game, by ALE's name. */
export const games: ReadonlyMap<string, GameDefinition> = new Map(all.map(game => [game.name, game]));

const byMd5: ReadonlyMap<string, GameDefinition> = new Map(all.flatMap(game => game.md5.map(md5 => [md5, game])));

/** The game of that name; case does not matter, and 'ms-pacman' is 'ms_pacman'. */
export function gameNamed(name: string): GameDefinition {
  const game = games.get(name.toLowerCase().replaceAll('-', '_'));
  if (game) return game;
  const hint = didYouMean(name, games.keys());
  throw new UserError(`unknown game "${name}"${hint ? `: ${hint}` : ''} (openbrain roms list)`);
}

/** The game that a ROM file with this MD5 sum holds, if it is known. */
export function gameWithMd5(md5: string): GameDefinition | undefined {
  return byMd5.get(md5.toLowerCase());
}
