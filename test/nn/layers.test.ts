import { testLayers } from './layer-tests.ts';

// Every Node from 20 on can fuse multiplication and addition.
testLayers({ backend: 'wasm' });
