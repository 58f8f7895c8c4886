import { h, put, type Child } from '../paper/dom.ts';
import { plainNotice, problemNotice } from '../paper/notice.ts';
import { formatMoment } from '../paper/when.ts';
import type { ConsentAnswer, Me, Policy } from './answers.ts';
import { currentPolicy, heardAtMs, heardVouchers, type Desk } from './desk.ts';
import { onceAtATime } from '../paper/form.ts';
import { signedInHint } from './kept.ts';
import { openUses } from './open-uses.ts';
import { signInAgain } from './sign-in-again.ts';
import { dismissWorker } from './worker-home.ts';
import type { ShopperWords } from './words.ts';

/** What stands in the settings: both consents with their date and text, delivery on or off, and the way out. */
export function settingsSheet(desk: Desk, me: Me, policy: Policy): Child {
  const { words, language } = desk;
  return [
    delivery(desk, me, policy),
    h(
      'section',
      { class: 'card stack' },
      h('h2', {}, words.usageHeading),
      consentLine(desk, me.consents.usage, policy, policy.texts[language].usage),
      h('p', { class: 'small quiet figures' }, words.verifiedAt(formatMoment(me.verifiedAt, language))),
    ),
    signOut(desk),
  ];
}

function delivery(desk: Desk, me: Me, policy: Policy): HTMLElement {
  const { words, language } = desk;
  const section = h('section', { class: 'card stack' });
  const show = (consent: ConsentAnswer, saved: boolean) => {
    const on = consent.state === 'granted';
    const trouble = h('div', { class: 'trouble' }, saved && plainNotice('ok', words.deliverySaved));
    const button = turnButton(desk, policy, on, trouble, turned => show(turned, true));
    put(
      section,
      h('h2', {}, words.deliveryHeading),
      h('p', { class: 'lead' }, on ? words.deliveryOn : words.deliveryOff),
      consentLine(desk, consent, policy, policy.texts[language].delivery, !on),
      trouble,
      button,
    );
    if (saved) button.focus();
  };
  show(me.consents.delivery, false);
  return section;
}

function turnButton(
  desk: Desk,
  policy: Policy,
  on: boolean,
  trouble: HTMLElement,
  turned: (consent: ConsentAnswer) => void,
): HTMLButtonElement {
  const { words, language, api } = desk;
  const look = on ? 'button wide' : 'button seal wide';
  const button = h('button', { class: look, type: 'button' }, on ? words.doStop : words.doStart);
  const turn = onceAtATime(button, undefined, async () => {
    const body = { granted: !on, policyVersion: policy.policyVersion, locale: language };
    const answer = await api.put<{ consent: ConsentAnswer }>('/v1/me/consents/delivery', body);
    if (signInAgain(desk, answer, { at: 'settings' })) return;
    if (answer.ok) return turned(answer.value.consent);
    put(trouble, problemNotice(answer.problem, language));
    if (answer.problem.code === 'consent.policy_outdated') void currentPolicy('fresh').then(desk.again);
  });
  button.addEventListener('click', () => void turn());
  return button;
}

function consentLine(desk: Desk, consent: ConsentAnswer, policy: Policy, text: string, open = false): Child {
  const { words, language } = desk;
  const moment = consent.since === undefined ? undefined : formatMoment(consent.since, language);
  const line = moment === undefined ? words.consentNever : consentWords(words, consent, moment);
  return [
    h('p', { class: 'figures' }, line),
    h(
      'details',
      { class: 'more', open },
      h('summary', {}, words.consentText),
      h('p', {}, text),
      h('p', { class: 'small quiet' }, words.consentVersion(consent.policyVersion ?? policy.policyVersion)),
    ),
  ];
}

function consentWords(words: ShopperWords, consent: ConsentAnswer, moment: string): string {
  return consent.state === 'granted' ? words.consentGranted(moment) : words.consentWithdrawn(moment);
}

function signOut(desk: Desk): HTMLElement {
  const { words, language } = desk;
  const trouble = h('div', { class: 'trouble' });
  const button = h('button', { class: 'button wide', type: 'button' }, words.doSignOut);
  const leave = onceAtATime(button, undefined, async () => {
    const answer = await desk.api.post('/v1/me/sign-out');
    if (!answer.ok && answer.problem.status !== 401)
      return put(trouble, problemNotice(answer.problem, language));
    signedInHint.drop();
    heardVouchers.clear();
    heardAtMs.clear();
    for (const { place } of openUses.all()) openUses.drop(place);
    await dismissWorker();
    desk.go({ at: 'number' }, 'replace');
  });
  button.addEventListener('click', () => void leave());
  return h(
    'section',
    { class: 'card stack' },
    h('h2', {}, words.signOutHeading),
    h('p', { class: 'quiet' }, words.signOutHint),
    trouble,
    button,
  );
}
