/** ALE makes 512 samples a frame. Played at sixty frames a second they are two hundredths lower than on a television. */
export const soundSamplesPerFrame = 512;
export const soundFramesPerSecond = 60;
