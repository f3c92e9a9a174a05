import { Machine } from './machine';
import { nextRandom } from './random';

/**
 * The RIOT (6532): 128 bytes of RAM, two ports, a timer.
 *
 * The timer is loaded with a value and an interval (1, 8, 64 or 1024 cycles) and counts down once an interval; past
 * zero it counts every cycle. It is never stepped here: what it shows follows from how long ago it was set. Port A
 * carries the joysticks, port B the console's switches. RAM is read and written directly by the processor's code.
 *
 * Sources: 6532 data sheet; behaviour after expiry as Stella 2 has it, measured against ale-py.
 */

/** Power-on and reset: the timer starts with a random value. */
export function resetRiot(m: Machine): void {
  m.timer = 25 + (nextRandom(m.systemRandom) % 75);
  m.timerShift = 6;
  m.timerSetCycle = 0;
  m.timerInterruptCycle = 0;
  m.timerWasRead = 0;
  m.directionA = 0;
  m.directionB = 0;
}

/** What INTIM shows at this cycle. */
// @ts-ignore: decorator
@inline
export function timerAt(m: Machine, cycles: i32): i32 {
  const elapsed = <u32>cycles - 1 - m.timerSetCycle;
  const value = <i32>m.timer - <i32>(elapsed >> m.timerShift) - 1;
  return value >= 0 ? value : expiredTimer(m, cycles, elapsed);
}

function expiredTimer(m: Machine, cycles: i32, elapsed: u32): i32 {
  let value = <i32>(m.timer << m.timerShift) - <i32>elapsed - 1;
  if (value <= -2 && !m.timerWasRead) {
    m.timerWasRead = 1;
    m.timerInterruptCycle = cycles;
  }
  if (m.timerWasRead) {
    const offset = <i32>(m.timerInterruptCycle - (m.timerSetCycle + (m.timer << m.timerShift)));
    value = <i32>m.timer - <i32>(elapsed >> m.timerShift) - offset;
  }
  return value & 0xff;
}

export function readRiot(m: Machine, address: i32, cycles: i32): i32 {
  switch (address & 7) {
    case 0:
      return m.portA;
    case 1:
      return m.directionA;
    case 2:
      return m.portB;
    case 3:
      return m.directionB;
    case 4:
    case 6:
      return timerAt(m, cycles) & 0xff;
    default: {
      const elapsed = <u32>cycles - 1 - m.timerSetCycle;
      const value = <i32>m.timer - <i32>(elapsed >> m.timerShift) - 1;
      return value >= 0 || m.timerWasRead ? 0 : 0x80;
    }
  }
}

export function writeRiot(m: Machine, address: i32, value: i32, cycles: i32): void {
  if ((address & 0x17) >= 0x14) {
    m.timer = value;
    const interval = address & 3;
    m.timerShift = interval == 3 ? 10 : interval * 3;
    m.timerSetCycle = cycles;
    m.timerWasRead = 0;
  } else if ((address & 7) == 1) m.directionA = value;
}
