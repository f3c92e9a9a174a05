/**
 * Observation pipelines as data: what is done to the picture before an agent sees it. The order is fixed and is that of
 * ALE's vector environment: colour conversion, maximum of the last two frames, crop, resize by area, stack.
 */
export interface Pipeline {
  /** What an observation is made of: palette indices, grey levels, colours (last axis), or the 128 bytes of RAM. */
  readonly source: 'palette' | 'grey' | 'rgb' | 'ram';
  /** Maximum of the last two frames of a step, against sprites that flicker. Not for palette indices. */
  readonly maxPool?: boolean;
  /** Rows and columns cut off before resizing. */
  readonly crop?: { readonly top?: number; readonly bottom?: number; readonly left?: number; readonly right?: number };
  /** Size after resizing, by OpenCV's area method. Not for palette indices, nor larger than the picture. */
  readonly resize?: { readonly width: number; readonly height: number };
  /** How many of the last observations are stacked along a new first axis; absent: one, and no such axis. */
  readonly stack?: number;
}

/** The named pipelines. `dqn` is Mnih et al. (2015) as ALE's AtariVectorEnv does it. */
export const pipelines = {
  dqn: { source: 'grey', maxPool: true, resize: { width: 84, height: 84 }, stack: 4 },
  /** The same at half the size: a quarter of the work for the first layers of a network. */
  dqn42: { source: 'grey', maxPool: true, resize: { width: 42, height: 42 }, stack: 4 },
  gray: { source: 'grey' },
  rgb: { source: 'rgb' },
  ram: { source: 'ram' },
  screen: { source: 'palette' },
  small42: { source: 'grey', maxPool: true, resize: { width: 42, height: 42 } },
  small21: { source: 'grey', maxPool: true, resize: { width: 21, height: 21 } },
} as const satisfies Record<string, Pipeline>;

export type PipelineName = keyof typeof pipelines;

/** Shape of what a pipeline makes of a picture. */
export function pipelineShape(pipeline: Pipeline, width: number, height: number): number[] {
  if (pipeline.source === 'ram') return pipeline.stack ? [pipeline.stack, 128] : [128];
  const { top = 0, bottom = 0, left = 0, right = 0 } = pipeline.crop ?? {};
  const size = pipeline.resize ?? { width: width - left - right, height: height - top - bottom };
  const shape = [size.height, size.width];
  if (pipeline.source === 'rgb') shape.push(3);
  return pipeline.stack ? [pipeline.stack, ...shape] : shape;
}
