import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Campaign } from '../../lambdas/domain/campaign.ts';
import { resendWaitMs } from '../../lambdas/domain/challenge.ts';
import { applyWish, noConsents } from '../../lambdas/domain/consent.ts';
import { sessionNameOf } from '../../lambdas/domain/custodian-login.ts';
import { reportOf } from '../../lambdas/domain/delivery.ts';
import { campaignId, couponId, shopperId, staffId } from '../../lambdas/domain/ids.ts';
import { completeBody, fillBody, isPlainText, sampleLinks } from '../../lambdas/domain/message.ts';
import { countParts } from '../../lambdas/domain/message-parts.ts';
import { makePepper } from '../../lambdas/domain/pepper.ts';
import { hashOf } from '../../lambdas/domain/register.ts';
import { verificationRules } from '../../lambdas/domain/verification-rules.ts';
import { readGroups } from '../../lambdas/caller.ts';
import { shareOut } from '../../lambdas/pulse/beat.ts';

describe('a message', () => {
  test.each([
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    ['あ'.repeat(70), 1],
    ['あ'.repeat(71), 2],
    ['あ'.repeat(134), 2],
    ['あ'.repeat(135), 3],
    [`${'a'.repeat(159)}€`, 2],
    [`${'あ'.repeat(69)}😀`, 2],
  ])('%# counts its parts', (text, parts) => {
    expect(countParts(text)).toBe(parts);
  });

  test('without its links gets them as lines, so that nobody is left without a way to stop', () => {
    const links = sampleLinks('https://c.example.jp');
    const text = fillBody(completeBody('お知らせ'), links);
    expect(text).toBe(`お知らせ\n${links.link}\n配信停止 ${links.optout}`);
    expect(fillBody(completeBody('{link} と {optout}'), links)).toBe(`${links.link} と ${links.optout}`);
  });

  test('keeps a link apart from what follows it', () => {
    const links = { link: 'https://h/c/1', optout: 'https://h/o/2' };
    expect(fillBody(completeBody('見る{link}{optout}停止'), links)).toBe(
      '見るhttps://h/c/1 https://h/o/2 停止',
    );
  });

  test('with letters that mislead a reader is not plain', () => {
    expect(isPlainText('おトク\n100円')).toBe(true);
    for (const letter of ['\u202e', '\u200b', '\u0007', '\u2066', '\ufeff'])
      expect(isPlainText(`お${letter}トク`)).toBe(false);
  });
});

describe('consents', () => {
  const wish = { purpose: 'delivery', policyVersion: 'v1', by: 'settings' } as const;
  const id = shopperId('shp_1');

  test('change only when they change, and each change is a fact in the chain', () => {
    const first = applyWish(noConsents(id), { ...wish, state: 'granted' }, 1);
    const again = applyWish(first.consents, { ...wish, state: 'granted' }, 2);
    const stopped = applyWish(first.consents, { ...wish, state: 'withdrawn' }, 3);
    expect(again.fact).toBeUndefined();
    expect(stopped.fact).toMatchObject({ sequence: 2, previousHash: first.fact?.hash });
    expect(stopped.consents.delivery).toMatchObject({ state: 'withdrawn', sinceMs: 3 });
  });

  test('that were never given cannot be withdrawn', () => {
    expect(applyWish(noConsents(id), { ...wish, state: 'withdrawn' }, 1).fact).toBeUndefined();
  });

  test('a changed fact has another hash', () => {
    const { fact } = applyWish(noConsents(id), { ...wish, state: 'granted' }, 1);
    if (fact === undefined) throw new Error('a fact was expected');
    expect(hashOf(fact)).toBe(fact.hash);
    expect(hashOf({ ...fact, fact: { ...fact.fact, state: 'withdrawn' } })).not.toBe(fact.hash);
  });
});

describe('a verification', () => {
  test('gives a guesser at most five in a million', () => {
    expect(verificationRules.triesPerChallenge / 10 ** verificationRules.codeDigits).toBeLessThanOrEqual(
      5e-6,
    );
  });

  test('waits longer after each message', () => {
    expect([1, 2, 3, 4, 5, 9].map(sends => resendWaitMs(verificationRules, sends) / 1000)).toEqual([
      30, 60, 180, 300, 600, 600,
    ]);
  });

  test('knows an address by another name each day, an IPv6 one by its /64', () => {
    const { addressName } = makePepper('secret');
    const day = 86_400_000;
    expect(addressName('192.0.2.1', 0)).toBe(addressName('192.0.2.1', day - 1));
    expect(addressName('192.0.2.1', 0)).not.toBe(addressName('192.0.2.1', day));
    expect(addressName('2001:db8:0:1::5', 0)).toBe(addressName('2001:db8:0:1:ffff::9', 0));
    expect(addressName('2001:db8:0:2::5', 0)).not.toBe(addressName('2001:db8:0:1::5', 0));
  });
});

describe('parts of a minute', () => {
  test('are shared without waste and never beyond need or supply', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500), { minLength: 1, maxLength: 12 }), fc.nat(3000), (needs, total) => {
        const shares = shareOut(needs, total);
        const given = shares.reduce((sum, share) => sum + share, 0);
        const wanted = needs.reduce((sum, need) => sum + need, 0);
        return (
          given === Math.min(total, wanted) && shares.every((share, place) => share <= (needs[place] ?? 0))
        );
      }),
    );
  });
});

describe('a report', () => {
  const campaign: Campaign = {
    campaignId: campaignId('cmp_1'),
    name: 'n',
    couponId: couponId('cpn_1'),
    body: 'b',
    createdAtMs: 0,
    state: 'sending',
    recipients: 10,
  };
  const rows = { CLAIMED: 1, SENDING: 0, SENT: 4, REFUSED: 1, UNKNOWN: 0, SKIPPED: 1 };
  const tally = {
    byState: rows,
    reasons: { being_claimed: 1, carrier_refused_number: 1, consent_withdrawn: 1 },
    clicked: 0,
    redeemed: 0,
  };

  test.each(['launched', 'sending', 'paused', 'cancelled', 'completed'] as const)(
    'of a %s campaign adds up, with a reason for everyone not sent',
    state => {
      const { byState, reasons, recipients } = reportOf({ ...campaign, state }, tally);
      const total = Object.values(byState).reduce((sum, count) => sum + count, 0);
      expect(total).toBe(recipients);
      expect(Object.values(reasons).reduce((sum, count) => sum + count, 0)).toBe(total - byState.SENT);
    },
  );
});

test('a session name holds purpose and reference within what STS takes', () => {
  const name = sessionNameOf({
    purpose: 'disclosure',
    reference: `reg_${'a'.repeat(32)}`,
    onBehalfOf: staffId('stf_1'),
  });
  expect(name).toMatch(/^disclosure-[\w+=,.@-]{2,53}$/u);
});

test('groups arrive as one string and are compared as whole words', () => {
  expect(readGroups('[marketer custodian]')).toEqual(['marketer', 'custodian']);
  expect(readGroups('[marketers]').includes('marketer')).toBe(false);
  expect(readGroups(undefined)).toEqual([]);
});
