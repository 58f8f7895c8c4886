import { describe, expect, it } from 'vitest';
import { verificationRules } from '../../lambdas/domain/verification-rules.ts';
import { chooseLanguage } from '../../web/paper/dictionary.ts';
import { lastCallMs } from '../../web/shopper/resend-line.ts';
import { readRoute, writeRoute, type Route } from '../../web/shopper/route.ts';
import { tearMs, tornPart } from '../../web/shopper/tear.ts';
import { standingOf } from '../../web/shopper/ticket-face.ts';
import { undoLeft, undoMs, usesThatStand, type Recent } from '../../web/store/recent.ts';

describe('a place in the wallet app', () => {
  const places: readonly Route[] = [
    { at: 'number' },
    { at: 'code' },
    { at: 'wallet' },
    { at: 'settings' },
    { at: 'ticket', voucherId: 'vch/1 ü' },
    { at: 'redeem', voucherId: 'vch_1' },
    { at: 'link', token: 'a%b' },
  ];

  it.each(places)('is read back as it was written: %o', place => {
    expect(readRoute(writeRoute(place))).toEqual(place);
  });

  it.each(['#/nowhere', '#/wallet/x', '#/vouchers', '#/vouchers/a/b', '#/link', '#/%E0%A4%A/x'])(
    'that nobody wrote is lost or the start: %s',
    hash => {
      expect(['lost', 'number']).toContain(readRoute(hash).at);
    },
  );
});

describe('the last call for the same code', () => {
  it('is when the server gives it no more', () => {
    expect(lastCallMs).toBe(verificationRules.resendNeedsSecondsLeft * 1000);
  });
});

describe('tearing the stub', () => {
  const tear = { heldSinceMs: 1000, slid: 1 };

  it('takes 1.2 seconds however fast the hand is', () => {
    expect(tornPart(tear, 1000 + tearMs - 1)).toBeLessThan(1);
    expect(tornPart(tear, 1000 + tearMs)).toBe(1);
  });

  it('goes no further than it was slid', () => {
    expect(tornPart({ ...tear, slid: 0.4 }, 10_000)).toBe(0.4);
    expect(tornPart({ ...tear, slid: -0.2 }, 10_000)).toBe(0);
  });
});

describe('how a ticket stands', () => {
  const ticket = {
    title: 't',
    validFrom: '2026-11-25T10:00:00+09:00',
    validUntil: '2026-12-01T00:00:00+09:00',
  };
  const fromMs = Date.parse(ticket.validFrom);

  it('is early until its first moment', () => {
    expect(standingOf({ ...ticket, state: 'issued' }, fromMs - 1001)).toBe('early');
    expect(standingOf({ ...ticket, state: 'issued' }, fromMs)).toBe('issued');
  });

  it('stays used, whatever the time', () => {
    expect(standingOf({ ...ticket, state: 'redeemed' }, fromMs - 1)).toBe('redeemed');
  });
});

describe('the till’s recent uses', () => {
  const recent: Recent = {
    redemptionId: 'r',
    title: 't',
    redeemedAt: '2026-11-21T15:02:00+09:00',
    undone: false,
  };
  const atMs = Date.parse(recent.redeemedAt);

  it('can be undone for 15 minutes, once', () => {
    expect(undoLeft(recent, atMs + undoMs - 1)).toBe(1);
    expect(undoLeft(recent, atMs + undoMs)).toBe(0);
    expect(undoLeft({ ...recent, undone: true }, atMs)).toBe(0);
  });

  it('count what was not undone', () => {
    expect(usesThatStand([recent, { ...recent, undone: true }])).toBe(1);
  });
});

describe('the language spoken', () => {
  it.each([
    ['en', ['ja-JP'], 'en'],
    [undefined, ['ja'], 'ja'],
    [undefined, ['ja-JP', 'en'], 'ja'],
    [undefined, ['fr-FR', 'ja'], 'en'],
    [undefined, [], 'ja'],
    ['xx', ['en-GB'], 'en'],
  ] as const)('for a choice of %s and a browser of %j is %s', (chosen, preferred, spoken) => {
    expect(chooseLanguage(chosen ?? '', preferred)).toBe(spoken);
  });
});
