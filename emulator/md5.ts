/**
 * MD5 (Rivest 1992, RFC 1321), by which cartridges are known: a name, no protection. Written out here since browsers
 * have no MD5 of their own.
 * @returns 32 lower-case hexadecimal digits
 */
export function md5(bytes: Uint8Array): string {
  // The message, a bit that is 1, zeros, and the length in bits: whole blocks of 64 bytes.
  const blocks = (bytes.length + 8) >>> 6;
  const padded = new Uint8Array(64 * (blocks + 1));
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const message = new DataView(padded.buffer);
  message.setUint32(padded.length - 8, bytes.length << 3, true);
  message.setUint32(padded.length - 4, bytes.length >>> 29, true);

  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  for (let block = 0; block < padded.length; block += 64) {
    let [a, b, c, d] = state;
    for (let i = 0; i < 64; i++) {
      const round = i >>> 4;
      const word = message.getInt32(block + 4 * ((steps[round] * i + starts[round]) & 15), true);
      const sum = (a + mixed(round, b, c, d) + sines[i] + word) | 0;
      const shift = shifts[4 * round + (i & 3)];
      a = d;
      d = c;
      c = b;
      b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
  }
  return Array.from(new Uint8Array(state.buffer), byte => byte.toString(16).padStart(2, '0')).join('');
}

/** Which word of the block a step takes: `steps * i + starts`, modulo 16. */
const steps = [1, 5, 3, 7];
const starts = [0, 1, 5, 0];
const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const sines = Int32Array.from({ length: 64 }, (_, i) => Math.floor(2 ** 32 * Math.abs(Math.sin(i + 1))) | 0);

function mixed(round: number, b: number, c: number, d: number): number {
  if (round === 0) return (b & c) | (~b & d);
  if (round === 1) return (b & d) | (c & ~d);
  return round === 2 ? b ^ c ^ d : c ^ (b | ~d);
}
