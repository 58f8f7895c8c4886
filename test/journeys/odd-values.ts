import * as fc from 'fast-check';

/** Stands in every generated string where the canary of the one request goes. */
export const mark = '\u0001CANARY\u0001';

/** A JSON text: most are made from values, some could never be. */
export type JsonText = string;

/** Text that somebody might send to break something. */
export const oddText = fc.constantFrom(
  mark,
  '',
  ' ',
  `${mark}${'A'.repeat(20_000)}`,
  `${mark}\ud800`,
  `\udfff${mark}`,
  `\u202e${mark}\u2066`,
  `${mark}\u0000`,
  `'; DROP TABLE stores; -- ${mark}`,
  `" OR ""="${mark}`,
  `__proto__${mark}`,
  '__proto__',
  'constructor',
  `\${7*7}${mark}`,
  `{{${mark}}}`,
  `${mark}\r\nSet-Cookie: __Host-session=stolen`,
  `../../../../etc/passwd${mark}`,
  `<script>alert('${mark}')</script>`,
  `${mark}👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿`,
  `arn:aws:iam::000000000000:role/${mark}`,
  `attribute_not_exists(pk) OR :a = :a ${mark}`,
  `2026-02-30T25:61:00Z${mark}`,
  '+81９０',
  '0',
  'null',
  'undefined',
  'NaN',
);

/** JSON of any type, as text, since some of it no value of ours would be written as. */
export const oddValue: fc.Arbitrary<JsonText> = fc.oneof(
  { weight: 6, arbitrary: oddText.map(text => JSON.stringify(text)) },
  fc
    .constantFrom(0, -1, 1.5, 1e308, -0, 2 ** 53, 4711, true, false, null)
    .map(value => JSON.stringify(value)),
  fc.array(oddText, { maxLength: 5 }).map(list => JSON.stringify(list)),
  oddText.map(text => JSON.stringify({ [text]: text, length: -1, toString: mark })),
  fc.constantFrom(
    '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"a":1}}}',
    `${'['.repeat(2000)}${']'.repeat(2000)}`,
    `${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`,
    '1e999',
    '-0.0000000000000000000000001',
    JSON.stringify(Array.from({ length: 500 }, () => mark)),
  ),
);

/** Bodies that are no JSON, or too much of it. */
export const brokenText: fc.Arbitrary<JsonText> = fc.constantFrom(
  '',
  '{',
  `{"a":"${mark}"`,
  `{"${mark}"}`,
  `\ufeff{"a":1}`,
  `{'a':'${mark}'}`,
  `{"a":1,}`,
  `[${mark}]`,
  'undefined',
  `{"phone":"${mark}","phone":1}`,
  `a=${mark}&b=2`,
  '\u0000\u0001\u0002',
  `"${'x'.repeat(300_000)}"`,
  '['.repeat(10_000),
);

const encoded = oddText.map(text => encodeURIComponent(text.toWellFormed()).slice(0, 4000)).filter(Boolean);

/** Path segments: bad percent-encoding, traversal, templates, endless ones. */
export const oddSegment = fc.oneof(
  encoded,
  fc.constantFrom('%zz', '%', '%c3%28', '%ff%fe', '%00', '..%2f..%2f', '%2e%2e', '%252e%252e%252f', '%0d%0a'),
  fc.constantFrom('{voucherId}', '*', ':id', "'", '%22', 'x'.repeat(3000), '%F0%9F%8D%9C'.repeat(60)),
);

/** Cursors that are not ours, though some look like it. */
export const oddCursor = fc.oneof(
  encoded,
  fc
    .constantFrom<unknown>(
      [],
      {},
      '',
      'x',
      null,
      7,
      [1, 2, 3],
      [-1, 'a', {}, []],
      [0, 1, mark, 'b'],
      [0.5],
      [2, 1e308, 'readings#x', -4],
      [99],
      { length: 4 },
      'x'.repeat(79),
      '\u0000',
      '\ud800',
    )
    .map(value => Buffer.from(JSON.stringify(value)).toString('base64url')),
  fc.constantFrom('a&cursor=b', '%zz', '', '%00'),
);
