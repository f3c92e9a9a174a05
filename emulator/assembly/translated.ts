import { E0 } from './cartridge/cartridge';
import { interpret } from './cpu';
import { Machine, STOP } from './machine';

/**
 * Runs the processor: code of the cartridge that has been translated to WebAssembly as that, everything else by the
 * interpreter. Both do the same to the last cycle; `emulator/translator/` says how the translation is made.
 *
 * The host puts one block of memory a ROM beside its machines. It begins with a few words, then follow the places of
 * the translated functions in the table, then one word for each byte of ROM at which a translated block of
 * instructions begins:
 *
 *     bits 0-12   number of the block in its function, plus 1; 0 = nothing begins here
 *     bits 13-15  the same bits of the program counter for which it was translated
 *     bits 16-31  number of the function
 *
 * A byte of ROM is counted by the *unit* that shows it, a bank of 4K or (E0) a slice of 1K in one segment of the window,
 * and its offset in there. What is met without a translation is noted in a second block, one byte for each byte of ROM,
 * so that the host can translate it later.
 */

/** Words at the beginning of a translation. */
const SEEN: usize = 0;
/** Instructions interpreted so far. */
const INTERPRETED: usize = 4;
/** Functions translated so far. */
const FUNCTIONS: usize = 8;
/** Where the places of the functions begin, and how many there may be. */
export const SLOTS: usize = 16;
export const MAXIMUM_FUNCTIONS: i32 = 508;
/** Where the words of the entries begin. */
export const ENTRIES: usize = SLOTS + 4 * MAXIMUM_FUNCTIONS;

/** Set in what a translated function returns: the next instruction needs the interpreter. */
export const STEP: i32 = 0x40000000;

/** No function runs more instructions than this before it looks at the budget. */
export const MARGIN: i32 = 4200;

/** Instructions interpreted at a time where nothing is translated. */
const STRETCH: i32 = 61;

/** Executes until a write ends the frame or the instructions are spent. */
export function execute(m: Machine, instructions: i32): void {
  let budget = m.jammed ? 0 : instructions;
  const translation = m.translation;
  if (translation) budget = executeTranslated(m, translation, budget);
  if (budget > 0 && m.cycles >= 0) interpret(m, budget);
  m.pc &= 0xffff;
  m.cycles &= ~STOP;
}

/** Returns how many instructions are left, which are too few for translated functions, or 0. */
function executeTranslated(m: Machine, translation: usize, instructions: i32): i32 {
  let budget = instructions;
  let missed = load<i32>(translation, FUNCTIONS) ? 0 : STRETCH;
  while (budget > MARGIN && m.cycles >= 0) {
    const pc = m.pc;
    let stretch = 1;
    if (pc & 0x1000) {
      const place = placeInRom(m, pc);
      const entry = load<i32>(translation + ENTRIES + (place << 2));
      if (entry != 0 && ((entry ^ pc) & 0xe000) == 0) {
        const slot = load<i32>(translation + SLOTS + (<usize>(<u32>entry >> 16) << 2));
        budget = call_indirect<i32>(slot, m, (entry & 0x1fff) - 1, budget);
        if ((budget & STEP) == 0) continue;
        budget ^= STEP;
        missed = 0;
      } else {
        store<u8>(load<usize>(translation, SEEN) + place, <u8>(8 | ((pc >> 13) & 7)));
        missed++;
        if (missed > 12) stretch = STRETCH;
      }
    }
    const left = interpret(m, stretch);
    budget -= stretch - left;
    store<i32>(translation, load<i32>(translation, INTERPRETED) + stretch, INTERPRETED);
    m.pc &= 0xffff;
    if (m.jammed) return 0;
  }
  return budget;
}

/** The number of the byte of ROM at an address of the cartridge, as translations count them. */
// @ts-ignore: decorator
@inline
function placeInRom(m: Machine, pc: i32): usize {
  if (m.scheme != E0) return <usize>((m.bank << 12) | (pc & 0xfff));
  const segment = (pc >> 10) & 3;
  const slice = segment == 0 ? m.slice0 : segment == 1 ? m.slice1 : segment == 2 ? m.slice2 : 7;
  return <usize>((segment << 13) | (slice << 10) | (pc & 0x3ff));
}
