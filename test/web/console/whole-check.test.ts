import { describe, expect, test } from 'vitest';
import type { Answer, Api } from '../../../web/paper/api.ts';
import { faultCodes } from '../../../lambdas/domain/register-check.ts';
import { registerKinds as kindsOfTheServer } from '../../../lambdas/domain/register.ts';
import type { RegisterCheck } from '../../../web/console/desk/desk-answers.ts';
import { faultSentences } from '../../../web/console/desk/fault-words.ts';
import {
  allParts,
  freshWalk,
  registerKinds,
  tallied,
  type Walk,
  walkRegisters,
} from '../../../web/console/desk/whole-check.ts';
import { wordsIn } from '../../../web/console/words/words.ts';

type Asked = { readonly kind: string; readonly part: number };

const seen = ({ kind, part }: Asked, more: Partial<RegisterCheck> = {}): RegisterCheck => ({
  kind,
  part,
  parts: 8,
  chains: 2,
  rows: 10,
  heads: 2,
  roots: 24,
  rootsEndAt: `2026-11-21T0${part}:00:00.000Z`,
  notes: { kept: 1, erased: 0 },
  ...more,
});

/** A server of which `answer` says what it sees in each part. */
const server = (answer: (asked: Asked) => Answer<RegisterCheck>) => {
  const asked: Asked[] = [];
  const api: Pick<Api, 'post'> = {
    post: <T>(_path: string, body?: unknown) => {
      asked.push(body as Asked);
      return Promise.resolve(answer(body as Asked) as Answer<T>);
    },
  };
  return { api, asked };
};

const well = (asked: Asked): Answer<RegisterCheck> => ({ ok: true, status: 200, value: seen(asked) });

const run = async (api: Pick<Api, 'post'>, from: Walk = freshWalk, signal = new AbortController().signal) => {
  const walks: Walk[] = [];
  await walkRegisters(api, from, signal, walk => walks.push(walk));
  return walks;
};

describe('the check of everything', () => {
  test('asks for every part of every register once, and adds up what each saw', async () => {
    const { api, asked } = server(well);
    const walks = await run(api);
    expect(new Set(asked.map(({ kind, part }) => `${kind} ${part}`)).size).toBe(48);
    expect(asked).toHaveLength(allParts);
    expect(walks.map(({ done }) => done)).toEqual(Array.from({ length: 48 }, (_, at) => at + 1));
    expect(walks.at(-1)?.tally).toEqual({
      chains: 96,
      rows: 480,
      heads: 96,
      roots: 24,
      rootsEndAt: '2026-11-21T00:00:00.000Z',
      kept: 48,
      erased: 0,
    });
  });

  test('knows the registers that there are', () => {
    expect(registerKinds.toSorted()).toEqual(kindsOfTheServer.toSorted());
  });

  test('stops at the first fault and says in which register', async () => {
    const fault = { what: 'row_changed', chain: 'consents#shp_1', sequence: 3 };
    const { api, asked } = server(part =>
      part.kind === 'consents' && part.part === 2
        ? { ok: true, status: 200, value: seen(part, { fault }) }
        : well(part),
    );
    const walks = await run(api);
    expect(asked).toHaveLength(11);
    expect(walks.at(-1)).toMatchObject({ done: 11, fault: { kind: 'consents', ...fault } });
  });

  test('goes on past late roots, which hide nothing, and remembers them', async () => {
    const late = { what: 'roots_overdue', root: 7 };
    const changed = { what: 'row_changed', chain: 'rotations', sequence: 1 };
    const { api, asked } = server(part =>
      part.kind === 'rotations' && part.part === 1
        ? { ok: true, status: 200, value: seen(part, { fault: changed }) }
        : { ok: true, status: 200, value: seen(part, { fault: late }) },
    );
    const last = (await run(api)).at(-1);
    expect(asked).toHaveLength(26);
    expect(last).toMatchObject({ late: { kind: 'rotations', root: 7 }, fault: changed });
  });

  test('stops where the server cannot be reached, and goes on from there', async () => {
    let isDown = true;
    const { api, asked } = server(part =>
      isDown && part.part === 5
        ? { ok: false, problem: { status: 503, code: 'register.unavailable', facts: {} } }
        : well(part),
    );
    const half = (await run(api)).at(-1) ?? freshWalk;
    expect(half).toMatchObject({ done: 5, problem: { code: 'register.unavailable' } });
    isDown = false;
    const whole = (await run(api, half)).at(-1);
    expect(whole).toMatchObject({ done: allParts, tally: { rows: 480 } });
    expect(whole?.problem).toBeUndefined();
    expect(asked).toHaveLength(49);
  });

  test('says nothing more once it was ended', async () => {
    const ending = new AbortController();
    const { api } = server(part => {
      if (part.part === 3) ending.abort();
      return well(part);
    });
    expect((await run(api, freshWalk, ending.signal)).at(-1)?.done).toBe(3);
  });

  test('is compared with the archive only up to where its oldest part is', () => {
    const { rootsEndAt: _, ...none } = seen({ kind: 'readings', part: 0 });
    expect(tallied(freshWalk.tally, none).rootsEndAt).toBeUndefined();
    const first = tallied(freshWalk.tally, seen({ kind: 'readings', part: 4 }));
    expect(tallied(first, seen({ kind: 'readings', part: 2 })).rootsEndAt).toBe('2026-11-21T02:00:00.000Z');
  });
});

describe.each(['ja', 'en'] as const)('a fault in words (%s)', language => {
  const text = wordsIn(language).registers;

  test('has a sentence of its own for every code', () => {
    const place = { kind: 'readings', chain: 'c', sequence: 1, root: 3 } as const;
    const first = [...faultCodes, 'something_new'].map(what => faultSentences(text, { ...place, what })[0]);
    expect(new Set(first).size).toBe(faultCodes.length + 1);
  });

  test('names register, chain, row and root', () => {
    const said = faultSentences(text, {
      kind: 'rotations',
      what: 'head_differs',
      chain: 'rotations',
      sequence: 17,
      root: 412,
    }).join('\n');
    for (const part of [text.kind_rotations, 'rotations', '17', '412']) expect(said).toContain(part);
  });

  test('of a root names the root', () => {
    const [said] = faultSentences(text, { kind: 'readings', what: 'signature_wrong', root: 412 });
    expect(said).toContain('412');
  });

  test('takes a late root for no tampering', () => {
    const late = faultSentences(text, { kind: 'readings', what: 'roots_overdue', root: 3 });
    expect(late).toContain(text.faultLate);
    expect(late).not.toContain(text.faultNext);
    expect(faultSentences(text, { kind: 'readings', what: 'row_changed' })).toContain(text.faultNext);
  });
});
