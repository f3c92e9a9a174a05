/** Where the patches of a convolution lie (multiply.ts), and what is done about padding. */

/** Addresses of the patches of a batch of pictures (height x width x channels floats), in the order of the output. */
export function patchTable(
  table: usize,
  pictures: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  strideDown: i32,
  strideAcross: i32,
): void {
  const pixelBytes = <usize>channels << 2;
  const rowBytes = <usize>width * pixelBytes;
  for (let picture = 0; picture < batch; picture++, pictures += <usize>height * rowBytes) {
    for (let y = 0; y < outHeight; y++) {
      let patch = pictures + <usize>(y * strideDown) * rowBytes;
      for (let x = 0; x < outWidth; x++, table += 4, patch += <usize>strideAcross * pixelBytes) {
        store<u32>(table, <u32>patch);
      }
    }
  }
}

/** Addresses of the rows of a matrix. */
export function rowTable(table: usize, matrix: usize, rows: i32, rowBytes: i32): void {
  for (let row = 0; row < rows; row++, matrix += <usize>rowBytes) store<u32>(table + (<usize>row << 2), <u32>matrix);
}

/** Copies pictures into the middle of larger ones, or (`back`) the middle of the larger ones out again. */
export function pad(
  padded: usize,
  pictures: usize,
  batch: i32,
  height: i32,
  rowBytes: i32,
  paddedHeight: i32,
  paddedRowBytes: i32,
  top: i32,
  leftBytes: i32,
  back: bool,
): void {
  for (let picture = 0; picture < batch; picture++) {
    let large = padded + <usize>((picture * paddedHeight + top) * paddedRowBytes + leftBytes);
    for (let y = 0; y < height; y++, large += <usize>paddedRowBytes, pictures += <usize>rowBytes) {
      if (back) memory.copy(pictures, large, <usize>rowBytes);
      else memory.copy(large, pictures, <usize>rowBytes);
    }
  }
}

export function fillZero(address: usize, bytes: usize): void {
  memory.fill(address, 0, bytes);
}

/**
 * Pictures of bytes with planes behind each other (batch x channels x pixels) become floats with channels last
 * (batch x pixels x channels), multiplied by `scale`.
 */
export function picturesFromPlanes(to: usize, from: usize, batch: i32, channels: i32, pixels: i32, scale: f32): void {
  const planeBytes = <usize>pixels;
  for (let picture = 0; picture < batch; picture++, from += planeBytes * <usize>channels) {
    let pixel = 0;
    if (channels == 4) {
      const factor = f32x4.splat(scale);
      for (; pixel + 4 <= pixels; pixel += 4, to += 64) {
        const plane = from + <usize>pixel;
        // Bytes of four planes: 0123 of each, transposed so that a pixel's four bytes stand together.
        let bytes = i32x4.splat(load<i32>(plane));
        bytes = i32x4.replace_lane(bytes, 1, load<i32>(plane + planeBytes));
        bytes = i32x4.replace_lane(bytes, 2, load<i32>(plane + 2 * planeBytes));
        bytes = i32x4.replace_lane(bytes, 3, load<i32>(plane + 3 * planeBytes));
        bytes = v128.shuffle<u8>(bytes, bytes, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
        const low = v128.extend_low<u8>(bytes);
        const high = v128.extend_high<u8>(bytes);
        v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(v128.extend_low<u16>(low)), factor));
        v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(v128.extend_high<u16>(low)), factor), 16);
        v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(v128.extend_low<u16>(high)), factor), 32);
        v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(v128.extend_high<u16>(high)), factor), 48);
      }
    }
    for (; pixel < pixels; pixel++) {
      for (let channel = 0; channel < channels; channel++, to += 4) {
        f32.store(to, <f32>load<u8>(from + <usize>channel * planeBytes + <usize>pixel) * scale);
      }
    }
  }
}
