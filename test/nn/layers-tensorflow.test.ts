import { onTensorflow } from '../fixtures/backends.ts';
import { testLayers } from './layer-tests.ts';

onTensorflow(() => testLayers({ backend: 'tensorflow' }));
