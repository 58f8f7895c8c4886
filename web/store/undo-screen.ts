import { makeIntent } from '../paper/api.ts';
import { h, put, type Child } from '../paper/dom.ts';
import { submitting } from '../paper/form.ts';
import { alertNotice, plainNotice } from '../paper/notice.ts';
import { formatMoment } from '../paper/when.ts';
import { clerkNotice } from './clerk-words.ts';
import { askToSignIn } from './ask-to-sign-in.ts';
import { markUndone, readRecents } from './recent.ts';
import type { Till, View } from './till.ts';

/** Undoing one use: which one, why, and the button; the reason goes on record with it. */
export function undoScreen(till: Till, redemptionId: string): View {
  const { words, language } = till;
  const recent = readRecents().find(one => one.redemptionId === redemptionId);
  const trouble = h('div', { class: 'trouble' });
  const other = h('input', {
    class: 'input',
    id: 'reason-text',
    type: 'text',
    maxlength: 100,
    autocomplete: 'off',
  });
  const otherField = h(
    'div',
    { class: 'field', hidden: true },
    h('label', { for: 'reason-text' }, words.reasonText),
    other,
  );
  const chosen = { reason: '' };
  const choose = (reason: string) => {
    chosen.reason = reason;
    otherField.hidden = reason !== words.reasonOther;
  };
  const button = h('button', { class: 'button seal wide tall', type: 'submit' }, words.doUndo);
  const undo = undoing(till, redemptionId, trouble, () =>
    chosen.reason === words.reasonOther ? other : chosen.reason,
  );
  const content = h(
    'form',
    { class: 'stack', novalidate: true, onsubmit: submitting(button, words.doUndoing, undo) },
    recent && h('p', { class: 'lead' }, recent.title),
    recent && h('p', { class: 'quiet figures' }, words.usedAt(formatMoment(recent.redeemedAt, language))),
    reasons(till, choose),
    otherField,
    trouble,
    button,
  );
  return { title: words.titleUndo, content };
}

function reasons({ words }: Till, choose: (reason: string) => void): Child {
  const texts = [words.reasonWrongTicket, words.reasonNotBought, words.reasonOther];
  return h(
    'fieldset',
    { class: 'field' },
    h('legend', {}, words.reason),
    h(
      'div',
      { class: 'choices' },
      ...texts.map(text =>
        h(
          'label',
          { class: 'choice' },
          h('input', { type: 'radio', name: 'reason', onchange: () => choose(text) }),
          h('span', {}, text),
        ),
      ),
    ),
  );
}

function undoing(
  till: Till,
  redemptionId: string,
  trouble: HTMLElement,
  given: () => string | HTMLInputElement,
): () => Promise<void> {
  const { words, language } = till;
  const intent = makeIntent();
  return async () => {
    put(trouble);
    const reason = given();
    if (reason === '')
      return put(trouble, alertNotice({ what: words.reasonEmpty, next: words.reasonEmptyNext }));
    const text = typeof reason === 'string' ? reason : reason.value.trim();
    if (text === '')
      return put(trouble, alertNotice({ what: words.reasonTextEmpty, next: words.reasonTextEmptyNext }));
    const path = `/v1/till/redemptions/${encodeURIComponent(redemptionId)}/undo`;
    const answer = await till.api.post(path, { reason: text }, { intent });
    if (askToSignIn(till, answer)) return;
    if (answer.ok || answer.problem.code === 'redemption.already_undone') markUndone(redemptionId);
    if (!answer.ok) return put(trouble, clerkNotice(answer.problem, language));
    const home = h(
      'button',
      { class: 'button wide', type: 'button', onclick: () => till.go({ at: 'home' }) },
      words.doNext,
    );
    put(trouble.parentElement ?? trouble, plainNotice('ok', words.undoneNow, words.undoneNext), home);
    home.focus();
  };
}
