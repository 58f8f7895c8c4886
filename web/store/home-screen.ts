import { serverNowMs } from '../paper/api.ts';
import { h, put, type Child } from '../paper/dom.ts';
import { icon } from '../paper/icons.ts';
import { waitInWords } from '../paper/problem-words.ts';
import { formatMoment } from '../paper/when.ts';
import { onceAtATime } from '../paper/form.ts';
import { doorScreen } from './ask-to-sign-in.ts';
import { clerkNotice } from './clerk-words.ts';
import { signedIn, whoIsIn } from './place.ts';
import { staffWords } from './staff-words.ts';
import { refusedToday } from './refused-today.ts';
import { dayCounts } from './day-counts.ts';
import { readRecents, undoLeft, usesThatStand, type Recent } from './recent.ts';
import type { Till, View } from './till.ts';

/** Three big choices, and below them what was used on this device and can still be undone. */
export function homeScreen(till: Till): View {
  const { words, go } = till;
  const list = h('ul', { class: 'bare recents' });
  const fill = () => put(list, ...readRecents().map(recent => recentLine(till, recent)));
  fill();
  const timer = setInterval(fill, 15_000);
  const refused = refusedToday(till);
  const counts = dayCounts(till);
  const content = h(
    'div',
    { class: 'stack wide-gaps' },
    h(
      'div',
      { class: 'ways' },
      bigChoice('camera', words.doScan, words.scanHint, () => go({ at: 'scan' })),
      bigChoice('keypad', words.doType, words.typeHint, () => go({ at: 'type' })),
      bigChoice('qr', words.doShowQr, words.showQrHint, () => go({ at: 'qr' })),
    ),
    counts.element,
    recentUses(till, list),
    refused.element,
    whoLine(till),
  );
  const leave = () => {
    clearInterval(timer);
    refused.leave();
    counts.leave();
  };
  return { title: words.titleHome, content, bare: true, leave };
}

/** The way out, and for a manager the way to the people and devices of the store. */
function whoLine(till: Till): Child {
  const words = staffWords[till.language];
  const manage = () => till.go({ at: 'manage' });
  const trouble = h('div', { class: 'trouble' });
  const out = h('button', { class: 'button plain', type: 'button' }, words.doSignOut);
  const signOut = onceAtATime(out, words.doSigningOut, async () => {
    const answer = await till.api.post('/v1/till/sign-out');
    if (!answer.ok && answer.problem.status !== 401)
      return put(trouble, clerkNotice(answer.problem, till.language));
    signedIn.drop();
    till.go(doorScreen());
  });
  out.addEventListener('click', () => void signOut());
  const isManager = whoIsIn().role === 'manager';
  return [
    trouble,
    h(
      'div',
      { class: 'row' },
      isManager && h('button', { class: 'button', type: 'button', onclick: manage }, words.doManage),
      out,
    ),
  ];
}

function recentUses({ words }: Till, list: HTMLElement): Child {
  const recents = readRecents();
  const heading = h('h2', { class: 'section-title' }, words.recent);
  const count = h('p', { class: 'figures' }, words.recentCount(usesThatStand(recents)));
  const uses = recents.length === 0 ? h('p', { class: 'quiet' }, words.recentNone) : list;
  return h('section', { class: 'stack' }, h('div', { class: 'row' }, heading, count), uses);
}

function bigChoice(
  picture: 'camera' | 'keypad' | 'qr',
  label: string,
  hint: string,
  chosen: () => void,
): Child {
  return h(
    'button',
    { class: 'button big-choice', type: 'button', onclick: chosen },
    icon(picture),
    h('span', { class: 'lead' }, label),
    h('span', { class: 'small quiet' }, hint),
  );
}

function recentLine({ words, language, go }: Till, recent: Recent): HTMLElement {
  const leftMs = undoLeft(recent, serverNowMs());
  const undo = () => go({ at: 'undo', redemptionId: recent.redemptionId });
  return h(
    'li',
    { class: 'row' },
    h(
      'div',
      { class: 'grow' },
      h('strong', { class: 'block' }, recent.title),
      h(
        'span',
        { class: 'block small quiet figures' },
        words.usedAt(formatMoment(recent.redeemedAt, language)),
      ),
      leftMs > 0 &&
        h(
          'span',
          { class: 'block small quiet figures' },
          words.undoUntil(waitInWords(Math.ceil(leftMs / 1000), language)),
        ),
    ),
    recent.undone && h('span', { class: 'quiet' }, words.undone),
    leftMs > 0 &&
      h(
        'button',
        { class: 'button', type: 'button', 'aria-label': `${words.doUndo}: ${recent.title}`, onclick: undo },
        words.doUndo,
      ),
  );
}
