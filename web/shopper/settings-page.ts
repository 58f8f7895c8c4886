import { h, put, type Child } from '../paper/dom.ts';
import { plainNotice, problemNotice } from '../paper/notice.ts';
import { formatMoment } from '../paper/when.ts';
import { whileHere } from '../paper/while-here.ts';
import type { ConsentAnswer, Me, Policy } from './answers.ts';
import { currentPolicy, heardVouchers, type Desk, type Page } from './desk.ts';
import { onceAtATime } from '../paper/form.ts';
import { signedInHint } from './kept.ts';
import { signInAgain } from './sign-in-again.ts';

/** Settings: both consents with their date and text, delivery on or off, and the way out. */
export function settingsPage(desk: Desk): Page {
  const content = h(
    'div',
    { class: 'stack wide-gaps' },
    h('p', { class: 'quiet', role: 'status' }, desk.words.loading),
  );
  const both = Promise.all([desk.api.get<Me>('/v1/me'), currentPolicy()]);
  const leave = whileHere(both, ([me, policy]) => {
    if (signInAgain(desk, me, { at: 'settings' })) return;
    const failed = me.ok ? policy : me;
    if (me.ok && policy.ok) return put(content, settings(desk, me.value, policy.value));
    if (!failed.ok) put(content, problemNotice(failed.problem, desk.language), retry(desk));
  });
  return {
    title: desk.words.titleSettings,
    back: { route: { at: 'wallet' }, label: desk.words.backToWallet },
    content,
    leave,
  };
}

function retry(desk: Desk): Child {
  return h('button', { class: 'button', type: 'button', onclick: desk.again }, desk.words.doRetry);
}

function settings(desk: Desk, me: Me, policy: Policy): Child {
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
    const on = isGranted(consent);
    const trouble = h('div', { class: 'trouble' }, saved && plainNotice('ok', words.deliverySaved));
    const button = h(
      'button',
      { class: on ? 'button wide' : 'button seal wide', type: 'button' },
      on ? words.doStop : words.doStart,
    );
    const turn = onceAtATime(button, undefined, async () => {
      const body = { granted: !on, policyVersion: policy.policyVersion };
      const answer = await desk.api.put<{ consent: ConsentAnswer }>('/v1/me/consents/delivery', body);
      if (signInAgain(desk, answer, { at: 'settings' })) return;
      if (answer.ok) return show(answer.value.consent, true);
      put(trouble, problemNotice(answer.problem, language));
      if (answer.problem.code === 'consent.policy_outdated') void currentPolicy('fresh').then(desk.again);
    });
    button.addEventListener('click', () => void turn());
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

function isGranted(consent: ConsentAnswer): boolean {
  return consent.state === 'granted' || consent.granted === true;
}

function consentLine(desk: Desk, consent: ConsentAnswer, policy: Policy, text: string, open = false): Child {
  const { words, language } = desk;
  const since = consent.since ?? consent.at;
  const moment = since === undefined ? undefined : formatMoment(since, language);
  const line =
    moment === undefined || consent.state === 'never'
      ? words.consentNever
      : isGranted(consent)
        ? words.consentGranted(moment)
        : words.consentWithdrawn(moment);
  return [
    h('p', { class: 'figures' }, line),
    h(
      'details',
      { class: 'more', open },
      h('summary', {}, words.consentText),
      h('p', {}, text),
      h('p', { class: 'small quiet' }, words.consentVersion(consent.policyVersion || policy.policyVersion)),
    ),
  ];
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
