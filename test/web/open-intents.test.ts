import { expect, test } from 'vitest';
import type { Answer } from '../../web/paper/api.ts';
import type { Keep } from '../../web/paper/keep.ts';
import { makeOpenIntents } from '../../web/paper/open-intents.ts';

/** A browser's storage, and what a page that was just opened makes of it. */
function browser() {
  const texts = new Map<string, string>();
  const keep: Keep = {
    read: key => texts.get(key),
    write: (key, text) => void texts.set(key, text),
    drop: key => void texts.delete(key),
  };
  const clock = { ms: 0 };
  let keys = 0;
  const deps = { now: () => clock.ms, newKey: () => `key-${(keys += 1)}` };
  return { texts, clock, openPage: () => makeOpenIntents(keep, 'open', deps) };
}

const refused = (status: number, code = 'x.y'): Answer<unknown> => ({
  ok: false,
  problem: { status, code, facts: {} },
});
const done: Answer<unknown> = { ok: true, status: 201, value: {} };

test('a key is kept from before its request, over a reload, until it is answered', () => {
  const { openPage, texts } = browser();
  const key = openPage().intentFor('v s').keyFor(undefined);
  const again = openPage().intentFor('v s');
  expect(again.keyFor({ another: 'proof' })).toBe(key);
  again.settle(done);
  expect(texts.size).toBe(0);
  expect(openPage().intentFor('v s').keyFor(undefined)).not.toBe(key);
});

test.each([refused(0), refused(500), refused(504), refused(503, 'http.503'), refused(401), refused(429)])(
  'what tells nothing of an earlier request leaves it open (%o)',
  answer => {
    const { openPage } = browser();
    const intent = openPage().intentFor('v s');
    const key = intent.keyFor(undefined);
    intent.settle(answer);
    expect(openPage().all()).toEqual([{ place: 'v s', key, sinceMs: 0 }]);
  },
);

test.each([refused(400), refused(403), refused(409), refused(422), refused(503, 'sms.unavailable')])(
  'an answer ends it (%o)',
  answer => {
    const { openPage } = browser();
    const intent = openPage().intentFor('v s');
    intent.keyFor(undefined);
    intent.settle(answer);
    expect(openPage().all()).toEqual([]);
  },
);

test('every place has its own key, and a day later none is left', () => {
  const { openPage, clock } = browser();
  const [here, there] = ['v here', 'v there'].map(place => openPage().intentFor(place).keyFor(undefined));
  expect(here).not.toBe(there);
  openPage().intentFor('v here').settle(done);
  expect(
    openPage()
      .all()
      .map(({ key }) => key),
  ).toEqual([there]);
  clock.ms = 86_400_000;
  expect(openPage().all()).toEqual([]);
});

test('what somebody else wrote into the storage counts as nothing kept', () => {
  const { openPage, texts } = browser();
  texts.set('open', 'not ours');
  expect(openPage().all()).toEqual([]);
});
