import { romNames, twoPlayerRoms } from '../../roms-fetch/checksums.ts';
import { didYouMean, UserError } from '../errors.ts';
import type { MakeOptions } from './make.ts';

/**
 * The names under which Gymnasium (and Gym before it) knows Atari games, and what each of them means. Results are
 * published under these names; the same name gives the same settings here, and with a seed the same numbers.
 *
 * `ALE/Pong-v5` is what Machado et al. (2018), arXiv:1709.06009, recommend. The older ones differ in what a frame skip
 * is (`Pong`: 2 to 4 frames, drawn every step; `PongDeterministic`: always 4, or 3 in Space Invaders, whose shots
 * cannot be seen in every fourth frame; `PongNoFrameskip`: none, a wrapper's job) and in sticky actions (v0 has them,
 * v4 has not). `-ram` shows the 128 bytes of RAM. ale-py 0.12.1 registers v5, and v0 and v4 with the first and the
 * last of these frame skips; the others are those of its releases before 0.11.
 */

/** Games that had environments before v5. */
const legacyGames: readonly string[] = [
  ...['adventure', 'air_raid', 'alien', 'amidar', 'assault', 'asterix', 'asteroids', 'atlantis', 'bank_heist'],
  ...['battle_zone', 'beam_rider', 'berzerk', 'bowling', 'boxing', 'breakout', 'carnival', 'centipede'],
  ...['chopper_command', 'crazy_climber', 'defender', 'demon_attack', 'double_dunk', 'elevator_action', 'enduro'],
  ...['fishing_derby', 'freeway', 'frostbite', 'gopher', 'gravitar', 'hero', 'ice_hockey', 'jamesbond'],
  ...['journey_escape', 'kangaroo', 'krull', 'kung_fu_master', 'montezuma_revenge', 'ms_pacman', 'name_this_game'],
  ...['phoenix', 'pitfall', 'pong', 'pooyan', 'private_eye', 'qbert', 'riverraid', 'road_runner', 'robotank'],
  ...['seaquest', 'skiing', 'solaris', 'space_invaders', 'star_gunner', 'tennis', 'time_pilot', 'tutankham'],
  ...['up_n_down', 'venture', 'video_pinball', 'wizard_of_wor', 'yars_revenge', 'zaxxon'],
];

const observations = { '': 'rgb', '-ram': 'ram' } as const;

const frameSkips: Readonly<Record<string, (game: string) => number | readonly [number, number]>> = {
  '': () => [2, 5],
  Deterministic: game => (game === 'space_invaders' ? 3 : 4),
  NoFrameskip: () => 1,
};

const stickiness = { v0: 0.25, v4: 0 } as const;

/** An id's game and the options it stands for. */
export interface GymnasiumId {
  readonly game: string;
  readonly options: Readonly<MakeOptions>;
}

/** Every id. */
export const gymnasiumIds: ReadonlyMap<string, GymnasiumId> = new Map(allIds());

function* allIds(): Generator<[string, GymnasiumId]> {
  for (const [suffix, pipeline] of Object.entries(observations)) {
    for (const game of romNames.filter(name => !twoPlayerRoms.includes(name))) {
      yield [`ALE/${gymnasiumName(game)}${suffix}-v5`, entry(game, pipeline, 4, 0.25)];
    }
    for (const game of legacyGames) {
      for (const [flavour, frameSkip] of Object.entries(frameSkips)) {
        for (const [version, sticky] of Object.entries(stickiness)) {
          yield [
            `${gymnasiumName(game)}${suffix}${flavour}-${version}`,
            entry(game, pipeline, frameSkip(game), sticky),
          ];
        }
      }
    }
  }
}

function entry(
  game: string,
  pipeline: 'rgb' | 'ram',
  frameSkip: number | readonly [number, number],
  repeatActionProbability: number,
): GymnasiumId {
  const options: MakeOptions = {
    pipeline,
    frameSkip,
    repeatActionProbability,
    fullActionSpace: false,
    maxFramesPerEpisode: 108_000,
    seeding: 'gymnasium',
  };
  return { game, options };
}

/** `space_invaders` -> `SpaceInvaders`, `tic_tac_toe_3d` -> `TicTacToe3D`. */
export function gymnasiumName(game: string): string {
  return game.replace(/[a-z]+/g, letters => letters[0].toUpperCase() + letters.slice(1)).replaceAll('_', '');
}

/**
 * What an id stands for; undefined for what does not look like an id (a game's name, a ROM file).
 * @throws UserError for something that looks like an id and is none, with the nearest ids
 */
export function gymnasiumIdNamed(text: string): GymnasiumId | undefined {
  const known = gymnasiumIds.get(text);
  if (known || !/^(ALE\/)?[A-Za-z0-9]+(-ram\w*)?-v\d+$/.test(text)) return known;
  throw new UserError(
    `unknown environment "${text}": ${didYouMean(text, gymnasiumIds.keys()) || 'ids look like ALE/Pong-v5, PongNoFrameskip-v4, Pong-ram-v0'}`,
  );
}
