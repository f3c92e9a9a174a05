import { testLayers } from './layer-tests.ts';

testLayers({ deterministic: true });
