/** Letters of five by seven pixels, so that films say the same wherever they are made: no font of the machine is asked. */
const rows = 7;

const drawn: readonly (readonly [letters: string, ...lines: string[]])[] = [
  [
    'ABCDEFGHIJ',
    ' ###  ####   ###  ####  ##### #####  ###  #   #  ###    ###',
    '#   # #   # #   # #   # #     #     #   # #   #   #      # ',
    '#   # #   # #     #   # #     #     #     #   #   #      # ',
    '##### ####  #     #   # ####  ####  # ### #####   #      # ',
    '#   # #   # #     #   # #     #     #   # #   #   #      # ',
    '#   # #   # #   # #   # #     #     #   # #   #   #   #  # ',
    '#   # ####   ###  ####  ##### #      ###  #   #  ###   ##  ',
  ],
  [
    'KLMNOPQRST',
    '#   # #     #   # #   #  ###  ####   ###  ####   #### #####',
    '#  #  #     ## ## ##  # #   # #   # #   # #   # #       #  ',
    '# #   #     # # # # # # #   # #   # #   # #   # #       #  ',
    '##    #     # # # #  ## #   # ####  #   # ####   ###    #  ',
    '# #   #     #   # #   # #   # #     # # # # #       #   #  ',
    '#  #  #     #   # #   # #   # #     #  #  #  #      #   #  ',
    '#   # ##### #   # #   #  ###  #      ## # #   # ####    #  ',
  ],
  [
    'UVWXYZ.,:;',
    '#   # #   # #   # #   # #   # #####                        ',
    '#   # #   # #   # #   # #   #     #              ##    ##  ',
    '#   # #   # #   #  # #   # #     #               ##    ##  ',
    '#   # #   # # # #   #     #     #                          ',
    '#   # #   # # # #  # #    #    #           ##          ##  ',
    '#   #  # #  # # # #   #   #   #      ##     #    ##     #  ',
    ' ###    #    # #  #   #   #   #####  ##    #     ##    #   ',
  ],
  [
    '0123456789',
    ' ###    #    ###  #####    #  #####  ###  #####  ###   ### ',
    '#   #  ##   #   #     #   ##  #     #         # #   # #   #',
    '#  ##   #       #    #   # #  ####  #        #  #   # #   #',
    '# # #   #     ##    ##  #  #      # ####    #    ###   ####',
    '##  #   #    #        # #####     # #   #  #    #   #     #',
    '#   #   #   #     #   #    #  #   # #   #  #    #   #     #',
    ' ###   ###  #####  ###     #   ###   ###   #     ###   ### ',
  ],
  [
    "-+%()/'=_?",
    '            ##      #   #         #   #               ###  ',
    '        #   ##  #  #     #        #   #              #   # ',
    '        #      #   #     #       #        #####          # ',
    ' ###  #####   #    #     #      #                       #  ',
    '        #    #     #     #     #          #####        #   ',
    '        #   #  ##  #     #    #                            ',
    '               ##   #   #     #                 #####  #   ',
  ],
];

/** Columns from one letter to the next. */
export const letterWidth = 6;
export const letterHeight = rows;

const glyphs = new Map<string, readonly string[]>(
  drawn.flatMap(([letters, ...lines]) =>
    [...letters].map((letter, i): [string, string[]] => [
      letter,
      lines.map(line => line.padEnd(60).slice(letterWidth * i, letterWidth * i + 5)),
    ]),
  ),
);

/** Seven rows of five places, '#' where there is ink. Small letters are shown as capitals, unknown ones as a gap. */
export function glyphOf(letter: string): readonly string[] {
  return glyphs.get(letter.toUpperCase()) ?? [];
}
