/**
 * The Mersenne Twister MT19937 (Matsumoto & Nishimura, 1998), as std::mt19937 seeds and draws it. Its state, 624 words
 * and an index, lies in the machine's block, so a snapshot holds it.
 */
export const RANDOM_BYTES: i32 = 2504;

const N: i32 = 624;
const M: i32 = 397;

export function seedRandom(state: usize, seed: u32): void {
  let word = seed;
  store<u32>(state, word);
  for (let i = 1; i < N; i++) {
    word = 1812433253 * (word ^ (word >> 30)) + i;
    store<u32>(state + ((<usize>i) << 2), word);
  }
  store<i32>(state, N, 2496);
}

/** The next 32-bit draw. */
export function nextRandom(state: usize): u32 {
  let index = load<i32>(state, 2496);
  if (index >= N) {
    twist(state);
    index = 0;
  }
  store<i32>(state, index + 1, 2496);
  let y = load<u32>(state + ((<usize>index) << 2));
  y ^= y >> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return y ^ (y >> 18);
}

function twist(state: usize): void {
  for (let i = 0; i < N; i++) {
    const next = i + 1 == N ? 0 : i + 1;
    const far = i + M >= N ? i + M - N : i + M;
    const y =
      (load<u32>(state + ((<usize>i) << 2)) & 0x80000000) | (load<u32>(state + ((<usize>next) << 2)) & 0x7fffffff);
    store<u32>(
      state + ((<usize>i) << 2),
      load<u32>(state + ((<usize>far) << 2)) ^ (y >> 1) ^ ((y & 1) != 0 ? 0x9908b0df : 0),
    );
  }
}
