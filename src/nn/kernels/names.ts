/** Names of our own kernels. */
export const names = {
  convolution: 'openbrain/Convolution',
  convolutionByFilter: 'openbrain/ConvolutionByFilter',
  convolutionByInput: 'openbrain/ConvolutionByInput',
  dense: 'openbrain/Dense',
  rectifierGradient: 'openbrain/RectifierGradient',
  biasGradient: 'openbrain/BiasGradient',
  picturesFromPlanes: 'openbrain/PicturesFromPlanes',
  layerNorm: 'openbrain/LayerNorm',
  layerNormGradient: 'openbrain/LayerNormGradient',
  adam: 'openbrain/Adam',
} as const;

/** Attributes of our convolution; the shapes are those of input and filter. */
export interface ConvolutionAttributes {
  inputShape: number[];
  filterShape: number[];
  strides: number;
  padding: 'valid' | 'same';
  rectify: boolean;
}

export interface LayerNormAttributes {
  rectify: boolean;
  /** Added to the variance. */
  epsilon: number;
}

/** The step is rate * first / (correction * sqrt(second) + epsilon). */
export interface AdamAttributes {
  rate: number;
  /** More than 0. */
  correction: number;
  beta1: number;
  beta2: number;
  epsilon: number;
}
