import { expect, test } from 'vitest';
import { build, order, templateOf } from './built-house.ts';

const dev = build('dev');
const longestLine = 110;

/** Hashes of assets and of the library's own generated code change without anything being different for a reader. */
function scrub(text: string): string {
  return text.replaceAll(/\b[0-9a-f]{64}\b/g, '<asset>');
}

/** A value on one line where it fits, else a line for each part, so that a change shows where it is. */
function spread(key: string, value: unknown, indent: string): string {
  const short = `${indent}${key} ${JSON.stringify(value)}`;
  if (short.length <= longestLine || typeof value !== 'object' || value === null) {
    return short;
  }
  const parts = Object.entries(value).map(([name, part]) => spread(name, part, `${indent} `));
  return [`${indent}${key}`, ...parts].join('\n');
}

/** What a stack deploys, without what the library adds to every template. */
function readable(stack: (typeof order)[number]): string {
  const { Resources, Outputs = {} } = templateOf(dev, stack).toJSON();
  const parts = Object.entries({ ...Resources, ...Outputs }).map(([id, resource]) => {
    const { Metadata: _, UpdateReplacePolicy: __, ...rest } = resource as Record<string, unknown>;
    return spread(id, rest, '');
  });
  return scrub(`${parts.join('\n')}\n`);
}

test.each(order)('%s deploys what it deployed', async stack => {
  await expect(readable(stack)).toMatchFileSnapshot(`snapshots/${stack}.snap`);
});
