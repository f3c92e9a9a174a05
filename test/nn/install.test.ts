import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gatherCuda } from '../../src/nn/tensorflow/install.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

test('every CUDA library is found in the folder that TensorFlow searches', () => {
  const folder = temporaryFolder();
  const libraries = { cuda_runtime: 'libcudart.so.12', cudnn: 'libcudnn.so.9', cusolver: 'libcusolver.so.11' };
  for (const [project, file] of Object.entries(libraries)) {
    mkdirSync(join(folder, project, 'lib'), { recursive: true });
    writeFileSync(join(folder, project, 'lib', file), project);
  }
  writeFileSync(join(folder, 'cudnn/lib/__init__.py'), '');
  writeFileSync(join(folder, '__init__.py'), '');
  // A second time finds the links of the first.
  for (let i = 0; i < 2; i++) gatherCuda(folder);
  const searched = join(folder, 'cuda_runtime/lib');
  expect(readdirSync(searched).sort()).toEqual(Object.values(libraries).sort());
  for (const [project, file] of Object.entries(libraries)) {
    expect(readFileSync(join(searched, file), 'utf8')).toBe(project);
  }
});
