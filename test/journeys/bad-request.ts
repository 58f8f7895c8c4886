import * as fc from 'fast-check';
import { brokenText, mark, oddCursor, oddSegment, oddText, oddValue, type JsonText } from './odd-values.ts';
import type { RawCall } from './raw-call.ts';
import { samples, type RouteKey, type Sample, type Town } from './town.ts';

/** What is done to a good request. */
type Spoiling = {
  readonly body: (good: unknown) => JsonText | undefined;
  readonly segment: string | undefined;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly caller: 'right' | 'nobody' | 'other';
};

type Fields = [string, unknown][];

const fieldsOf = (good: unknown): Fields => Object.entries((good ?? {}) as Record<string, unknown>);

const writeObject = (fields: readonly (readonly [string, JsonText])[]): JsonText =>
  `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;

const asText = (fields: Fields) => fields.map(([name, value]) => [name, JSON.stringify(value)] as const);

/** Replaces one field, drops one, adds one, goes one level down, or replaces the whole body. */
const spoiledBody: fc.Arbitrary<Spoiling['body']> = fc.oneof(
  { weight: 3, arbitrary: fc.constant((good: unknown) => good && JSON.stringify(good)) },
  {
    weight: 8,
    arbitrary: fc.tuple(fc.nat(9), oddValue).map(([place, odd]) => (good: unknown) => {
      const fields = fieldsOf(good);
      return writeObject(
        asText(fields).map(([name, value], at) => [name, at === place % fields.length ? odd : value]),
      );
    }),
  },
  {
    weight: 3,
    arbitrary: oddValue.map(odd => (good: unknown) => {
      const deeper = (value: unknown): JsonText =>
        typeof value === 'object' && value !== null
          ? writeObject(fieldsOf(value).map(([name]) => [name, odd]))
          : JSON.stringify(value);
      return writeObject(fieldsOf(good).map(([name, value]) => [name, deeper(value)]));
    }),
  },
  fc.nat(9).map(place => (good: unknown) => {
    const fields = asText(fieldsOf(good));
    return writeObject(fields.filter((_, at) => at !== place % Math.max(1, fields.length)));
  }),
  fc.tuple(oddText, oddValue).map(([name, odd]) => (good: unknown) => {
    return writeObject([...asText(fieldsOf(good)), [name, odd], ['__proto__', odd]]);
  }),
  oddValue.map(odd => () => odd),
  brokenText.map(broken => () => broken),
) as fc.Arbitrary<Spoiling['body']>;

const oddHeaders: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  fc
    .constantFrom(
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/jsonx',
      'application/json; charset=utf-16',
      `application/json; ${mark}`,
      mark,
      '',
      'APPLICATION/JSON',
    )
    .map(type => ({ 'content-type': type })),
  fc
    .constantFrom(
      '',
      'a b',
      'é',
      'k'.repeat(128),
      'k'.repeat(129),
      mark,
      `"${mark}"`,
      `${mark},${mark}`,
      '__proto__',
    )
    .map(key => ({ 'idempotency-key': key })),
  fc
    .constantFrom('a', '=;=;;', `__Host-browser=${mark}`, `__Host-session=${mark}; __Host-till=${mark}`)
    .map(cookie => ({ cookie })),
  fc
    .constantFrom('x=1; '.repeat(300), `__Host-browser=${'b'.repeat(6000)}`, '__proto__=1')
    .map(cookie => ({ cookie })),
  fc
    .constantFrom('Bearer', 'Basic eDp5', `Bearer ${mark}`, 'Bearer a.b.c', `Bearer ${'x'.repeat(7000)}`)
    .map(authorization => ({ authorization })),
  fc.constant({
    'x-viewer-ip': mark,
    'x-viewer-host': mark,
    'x-mogiri-edge': mark,
    'x-forwarded-for': mark,
    'x-forwarded-host': mark,
    'x-http-method-override': 'DELETE',
    'accept-language': mark,
    'user-agent': mark,
    'x-amzn-trace-id': mark,
  }),
);

const spoiling: fc.Arbitrary<Spoiling> = fc.record({
  body: spoiledBody,
  segment: fc.option(oddSegment, { nil: undefined, freq: 3 }),
  query: fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: oddCursor.map(cursor => `?cursor=${cursor}`) },
  ),
  headers: oddHeaders,
  caller: fc.oneof(
    { weight: 6, arbitrary: fc.constant('right' as const) },
    { weight: 2, arbitrary: fc.constantFrom('nobody' as const, 'other' as const) },
  ),
});

/** Puts the odd segment where the route has its parameter. */
function spoilPath(key: RouteKey, { path }: Sample, segment: string | undefined): string {
  const place = (key.split(' ')[1] ?? '').split('/').findIndex(part => part.startsWith('{'));
  if (segment === undefined || place < 0) return path;
  return path
    .split('/')
    .map((part, at) => (at === place ? segment : part))
    .join('/');
}

/** One bad request: the canary stands in every string that was made up, and nowhere else. */
export type BadRequest = {
  readonly key: RouteKey;
  readonly canary: string;
  readonly caller: Spoiling['caller'];
  readonly call: RawCall;
};

/** Bad requests for a route: the same seed gives the same ones. Sessions are added by the caller, who has them. */
export function badRequests(town: Town, key: RouteKey, count: number, seed: number): BadRequest[] {
  const [method = 'GET'] = key.split(' ');
  return fc.sample(spoiling, { numRuns: count, seed }).map((spoil, place) => {
    const canary = `zq${(seed % 36 ** 4).toString(36)}x${place.toString(36)}qz`;
    const put = (text: string) => text.replaceAll(mark, canary).replaceAll('%01CANARY%01', canary);
    const good = samples[key](town);
    const text = method === 'GET' && good.body === undefined ? undefined : spoil.body(good.body);
    const escaped = text?.replaceAll(String.raw`\u0001CANARY\u0001`, canary);
    const json = escaped === undefined ? {} : { 'content-type': 'application/json' };
    const headers = Object.entries({ ...json, ...spoil.headers }).map(([name, value]) => [name, put(value)]);
    const path = put(spoilPath(key, good, spoil.segment) + spoil.query);
    const call = { method, path, headers: Object.fromEntries(headers) as Record<string, string> };
    return {
      key,
      canary,
      caller: spoil.caller,
      call: escaped === undefined ? call : { ...call, body: put(escaped) },
    };
  });
}
