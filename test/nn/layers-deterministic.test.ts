import { testLayers } from './layer-tests.ts';

testLayers({ backend: 'wasm', deterministic: true });
