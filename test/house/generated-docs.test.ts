import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { generated } from '../../docs/generate.ts';
import { wires } from '../../docs/openapi.ts';
import { routes } from '../../lambdas/routes.ts';

test.each(Object.entries(generated()))('docs/%s is what the code draws (npm run docs)', (path, text) => {
  const file = fileURLToPath(new URL(`../../docs/${path}`, import.meta.url));
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('every route has a wire and every wire a route', () => {
  expect(Object.keys(wires).sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
});
