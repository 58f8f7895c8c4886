import { expect, test } from 'vitest';
import { build, order, templateOf } from './built-house.ts';

const dev = build('dev');

/** Hashes of assets and of the library's own generated code change without anything being different for a reader. */
function scrub(text: string): string {
  return text.replaceAll(/\b[0-9a-f]{64}\b/g, '<asset>');
}

/** What a stack deploys, without what the library adds to every template, one resource a line. */
function readable(stack: (typeof order)[number]): string {
  const { Resources, Outputs = {} } = templateOf(dev, stack).toJSON();
  const lines = Object.entries({ ...Resources, ...Outputs }).map(([id, resource]) => {
    const { Metadata: _, UpdateReplacePolicy: __, ...rest } = resource as Record<string, unknown>;
    return `${id} ${JSON.stringify(rest)}`;
  });
  return scrub(`${lines.join('\n')}\n`);
}

test.each(order)('%s deploys what it deployed', async stack => {
  await expect(readable(stack)).toMatchFileSnapshot(`snapshots/${stack}.snap`);
});
