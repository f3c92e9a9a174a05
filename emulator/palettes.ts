/**
 * What the TIA's colours look like on a television: hue in the upper four bits of a palette index, luminance in the next
 * three, bit 0 without meaning (PAL: colour lost). The values are those of Stella 2 and ALE, so that RGB and grey
 * screens are equal to ALE's byte for byte.
 */
export type PaletteName = 'NTSC' | 'PAL' | 'SECAM';

/** 128 colours as RRGGBB, sixteen a row: eight luminances of two hues. */
const colours: Readonly<Record<PaletteName, readonly string[]>> = {
  NTSC: [
    '0000004a4a4a6f6f6f8e8e8eaaaaaac0c0c0d6d6d6ececec48480069690f86861da2a22abbbb35d2d240e8e84afcfc54',
    '7c2c00904811a26221b47a30c3903dd2a44adfb755ecc860901c00a33915b55328c66c3ad5824ae39759f0aa67fcbc74',
    '940000a71a1ab83232c84848d65c5ce46f6ff08080fc909084006497197aa8308fb846a2c659b3d46cc3e07cd2ec8ce0',
    '50008468199a7d30ad9246c0a459d0b56ce0c57ceed48cfc140090331aa34e32b56848c67f5cd5956fe3a980f0bc90fc',
    '000094181aa72d32b84248c8545cd6656fe47580f08490fc001c88183b9d2d57b04272c2548ad265a0e175b5ef84c8fc',
    '0030641850802d6d984288b054a0c565b7d975cceb84e0fc00403018624e2d8169429e8254b89965d1ae75e7c284fcd4',
    '0044001a661a32843248a0485cba5c6fd26f80e88090fc90143c00355f18527e2d6e9c4287b7549ed065b4e775c8fc84',
    '3038005059166d762b88923ea0ab4fb7c25fccd86ee0ec7c482c00694d14866a26a28638bb9f47d2b656e8cc63fce070',
  ],
  PAL: [
    '0000002b2b2b525252767676979797b6b6b6d2d2d2ececec0000002b2b2b525252767676979797b6b6b6d2d2d2ececec',
    '80580096711aab8732be9c48cfaf5cdfc06feed180fce090445c005e791a7693328cac48a0c25cb3d76fc4ea80d4fc90',
    '70340089511aa06b32b68448c99a5cdcaf6fecc280fcd4900064141a803532985248b06e5cc5876fd99e80ebb490fcc8',
    '700014891a35a03252b6486ec95c87dc6f9eec80b4fc90c8005c5c1a7676328e8e48a4a45cb8b86fcbcb80dcdc90ecec',
    '70005c841a74963289a8489eb75cb0c66fc1d380d1e090e0003c70195a892f75a0448eb657a5c968badc79ceec88e0fc',
    '5800706e1a898332a09648b6a75cc9b76fdcc680ecd490fc002070193f892f5aa04474b6578bc968a1dc79b5ec88c8fc',
    '3400804a1a965f32ab7248be835ccf936fdfa280eeb090fc0000881a1a9d3232b04848c25c5cd26f6fe18080ef9090fc',
    '0000002b2b2b525252767676979797b6b6b6d2d2d2ececec0000002b2b2b525252767676979797b6b6b6d2d2d2ececec',
  ],
  // Eight colours, whatever the hue says.
  SECAM: Array.from(
    { length: 8 },
    () => '0000002121fff03c79ff50ff7fff007fffffffff3fffffff0000002121fff03c79ff50ff7fff007fffffffff3fffffff',
  ),
};

/** One television standard's colours: `rgb` holds 256 x 3 bytes, `grey` 256. */
export interface Palette {
  readonly name: PaletteName;
  readonly rgb: Uint8Array;
  readonly grey: Uint8Array;
}

const made = new Map<PaletteName, Palette>();

/** The palette of a television standard. Odd indices (colour lost) are the grey of the colour below, as in ALE. */
export function paletteNamed(name: PaletteName): Palette {
  let palette = made.get(name);
  if (!palette) {
    palette = build(name);
    made.set(name, palette);
  }
  return palette;
}

function build(name: PaletteName): Palette {
  const colourBytes = hexBytes(colours[name]);
  const rgb = new Uint8Array(768);
  const grey = new Uint8Array(256);
  for (let i = 0; i < 128; i++) {
    const colour = colourBytes.subarray(3 * i, 3 * i + 3);
    const level = Math.round(colour[0] * 0.2989 + colour[1] * 0.587 + colour[2] * 0.114);
    rgb.set(colour, 6 * i);
    rgb.fill(level, 6 * i + 3, 6 * i + 6);
    grey[2 * i] = level;
    // ALE takes the lowest byte of the entry that follows; behind the last one its memory holds 0.
    grey[2 * i + 1] = i < 127 ? colourBytes[3 * i + 5] : 0;
  }
  return { name, rgb, grey };
}

function hexBytes(rows: readonly string[]): Uint8Array {
  const text = rows.join('');
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

/** Palette indices -> RGB, three bytes a pixel. */
export function rgbOf(screen: Uint8Array, { rgb: table }: Palette): Uint8Array {
  const rgb = new Uint8Array(screen.length * 3);
  for (let i = 0; i < screen.length; i++) {
    const entry = screen[i] * 3;
    rgb[3 * i] = table[entry];
    rgb[3 * i + 1] = table[entry + 1];
    rgb[3 * i + 2] = table[entry + 2];
  }
  return rgb;
}

/** Palette indices -> grey levels. */
export function greyOf(screen: Uint8Array, { grey }: Palette): Uint8Array {
  return screen.map(index => grey[index]);
}
