import { gameNamed } from '../../../ale/games/index.ts';
import { h, select } from '../dom.ts';
import { gameOf } from './agents.ts';
import { type Choices, difficultiesOf, modesOf, type Seating, type Setup } from './setup.ts';

const seatingTexts: Readonly<Record<Seating, string>> = {
  me: 'me',
  agent: 'the agent',
  both: 'both, side by side',
};

/** The lists above the screen: what is played, and by whom. `choose` gets what is to be different. */
export function choosers(setup: Setup, choices: Choices, choose: (change: Partial<Setup>) => void): HTMLElement {
  const definition = gameNamed(setup.game);
  const modes = modesOf(definition);
  const difficulties = difficultiesOf(definition);
  const players = choices.players.filter(player => gameOf(player) === setup.game);
  const agents = [
    { value: '', text: 'none' },
    { value: 'random', text: 'random' },
    ...players.map(({ id }) => ({ value: id, text: id })),
  ];
  return h(
    'div',
    { class: 'choosers' },
    select('Game', choices.games.map(same), setup.game, game =>
      choose({ game, mode: undefined, difficulty: undefined, agent: '' }),
    ),
    modes.length > 1
      ? select('Mode', modes.map(number), String(setup.mode), mode => choose({ mode: Number(mode) }))
      : undefined,
    difficulties.length > 1
      ? select('Difficulty', difficulties.map(number), String(setup.difficulty), difficulty =>
          choose({ difficulty: Number(difficulty) }),
        )
      : undefined,
    select('Agent', agents, setup.agent, agent =>
      choose({ agent, seating: agent === '' ? 'me' : setup.agent === '' ? 'agent' : setup.seating, sticky: undefined }),
    ),
    setup.agent === ''
      ? undefined
      : select(
          'Who plays',
          Object.entries(seatingTexts).map(([value, text]) => ({ value, text })),
          setup.seating,
          seating => choose({ seating: seating as Seating }),
        ),
    select(
      'Sticky actions',
      [
        { value: '0', text: 'off' },
        { value: '1', text: '25 %' },
      ],
      setup.sticky ? '1' : '0',
      sticky => choose({ sticky: sticky === '1' }),
    ),
  );
}

const same = (value: string) => ({ value, text: value });
const number = (value: number) => ({ value: String(value), text: String(value) });
