import sharp from 'sharp';

/** An SVG picture as pixels, two for each of its own so that text stays crisp. It must not have the theme `auto`. */
export async function pngOf(svg: string): Promise<Uint8Array> {
  return sharp(Buffer.from(svg), { density: 144 }).png().toBuffer();
}
