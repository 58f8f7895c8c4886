import type { Answer } from '../paper/api.ts';
import { isConnected } from '../paper/connection.ts';
import { h, put, type Child } from '../paper/dom.ts';
import { problemNotice } from '../paper/notice.ts';
import type { Voucher } from './answers.ts';
import { heardAtMs, heardVouchers, type Desk, type Page, type SeenAt } from './desk.ts';
import { hearVoucher } from './hear-voucher.ts';
import { forgetRedeemed, proofMsOf } from './just-redeemed.ts';
import { openUses, placeOfUse } from './open-uses.ts';
import { keepView, keptView } from './kept-view.ts';
import { signInAgain } from './sign-in-again.ts';
import { ticketPicture } from './ticket-picture.ts';
import { benefitOf, smallPrint, stampOf, standingOf, stopNotice, timesOf } from './ticket-face.ts';
import { redeemedProof, ticketStub, type Stops } from './ticket-stub.ts';

/** For how long an answer is waited for before the ticket kept from another visit is shown, in milliseconds. */
const patienceMs = 1000;

/** The sheet is fetched once the ticket stands, so that nobody waits for it before there is something to see. */
const loadSheet = () => import('./redeem-sheet.ts');

/** Keeps a ticket as it was heard, and has the pages' files kept too, so that both open without a connection. */
function keepTicket(voucher: Voucher, heardAtMs: number): void {
  void keepView({ voucher, heardAtMs });
  loadSheet().catch(() => undefined);
  import('./worker-home.ts').then(
    ({ summonWorker }) => summonWorker(),
    () => undefined,
  );
}

/** What stands on the page now. */
type Shown = { readonly voucher: Voucher; readonly seen: SeenAt };

/** The ticket: benefit large, QR and code on the stub, terms below; `redeeming` opens the sheet over it. */
export function ticketPage(desk: Desk, voucherId: string, redeeming: boolean): Page {
  const content = h('div', { class: 'stack' });
  const stops: Stops = [];
  let shown: Shown | undefined;
  let news: readonly HTMLElement[] = [];
  let isLeft = false;
  const stop = () => {
    for (const end of stops.splice(0)) end();
  };
  const show = ({ voucher, seen }: Shown) => {
    stop();
    shown = { voucher, seen };
    put(content, news, ticket(desk, voucher, seen.isOld, stops));
    if (redeeming && !seen.isOld && standingOf(voucher) === 'issued')
      openSheet(desk, voucher, content, stops);
    desk.look();
  };
  const hear = async () => {
    const [answer, told] = await heard(desk, voucherId, redeeming);
    if (isLeft || signInAgain(desk, answer, { at: 'ticket', voucherId })) return;
    const hasNews = told.length > 0 || news.length > 0;
    news = told;
    if (answer.ok) {
      const seen = { atMs: heardAtMs.get(voucherId) ?? 0, isOld: false };
      const isSame = shown?.seen.isOld === false && samePrint(shown.voucher, answer.value);
      if (hasNews || !isSame) show({ voucher: answer.value, seen });
      else shown = { voucher: answer.value, seen };
      desk.look();
      keepTicket(answer.value, seen.atMs);
    } else if (answer.problem.status === 404) put(content, failed(desk, answer));
    else if (shown !== undefined && redeeming) desk.look();
    else if (shown !== undefined) show({ ...shown, seen: { ...shown.seen, isOld: true } });
    else if (!(await showKept())) put(content, news, failed(desk, answer));
  };
  const showKept = async () => {
    const kept = await keptView(voucherId);
    if (kept === undefined || isLeft) return false;
    if (shown === undefined) show({ voucher: kept.voucher, seen: { atMs: kept.heardAtMs, isOld: true } });
    return true;
  };
  put(content, h('p', { class: 'quiet', role: 'status' }, desk.words.loading));
  const enter = () => {
    const voucher = heardVouchers.get(voucherId);
    const atMs = heardAtMs.get(voucherId) ?? 0;
    if (voucher !== undefined) show({ voucher, seen: { atMs, isOld: !isConnected() } });
    else setTimeout(() => shown ?? (isLeft || void showKept()), isConnected() ? patienceMs : 0);
    void hear();
  };
  const leave = () => {
    isLeft = true;
    if (!redeeming) forgetRedeemed(voucherId);
    stop();
  };
  return {
    title: desk.words.titleTicket,
    unseenTitle: true,
    back: { route: { at: 'wallet' }, label: desk.words.backToWallet },
    content,
    seenAt: () => shown?.seen,
    reconnected: () => void hear(),
    enter,
    leave,
  };
}

/** Opens the sheet, unless the ticket was drawn anew or left before its code was there. */
function openSheet(desk: Desk, voucher: Voucher, over: Element, stops: Stops): void {
  let isOver = false;
  let close: (() => void) | undefined;
  const open = ({ openRedeemSheet }: Awaited<ReturnType<typeof loadSheet>>) => {
    if (!isOver) close = openRedeemSheet(desk, voucher, over);
  };
  loadSheet().then(open, () => isOver || desk.back({ at: 'ticket', voucherId: voucher.voucherId }));
  stops.push(() => {
    isOver = true;
    close?.();
  });
}

/** What the voucher is now, and what came of uses whose replies were lost: those are asked for first, by the sheet itself if open. */
async function heard(
  desk: Desk,
  voucherId: string,
  redeeming: boolean,
): Promise<[Answer<Voucher>, readonly HTMLElement[]]> {
  const isOpen =
    !redeeming && openUses.all().some(({ place }) => place.startsWith(placeOfUse(voucherId, '')));
  const lost = isOpen ? await import('./lost-use.ts').catch(() => undefined) : undefined;
  const told = (await lost?.tellLostUses(desk, voucherId)) ?? [];
  return [await hearVoucher(desk, voucherId), told];
}

/** Whether nothing that is printed on the ticket has changed, so that it need not be drawn again. */
function samePrint(kept: Voucher, heard: Voucher): boolean {
  const print = ({ serverTime: _serverTime, ...printed }: Voucher) => JSON.stringify(printed);
  return print(kept) === print(heard);
}

function failed(desk: Desk, answer: Answer<unknown>): Child {
  const retry = h('button', { class: 'button', type: 'button', onclick: desk.again }, desk.words.doRetry);
  return [answer.ok ? undefined : problemNotice(answer.problem, desk.language), retry];
}

function ticket(desk: Desk, voucher: Voucher, isOld: boolean, stops: Stops): Child {
  const { words, language } = desk;
  const fresh = proofMsOf(voucher.voucherId) !== undefined && voucher.redeemedAt !== undefined;
  const usable = voucher.state === 'issued';
  return [
    fresh && redeemedProof(desk, voucher, stops),
    h(
      'article',
      { class: 'ticket' },
      h(
        'div',
        { class: `ticket-body${edgeOf(voucher)}` },
        benefitOf(voucher, language),
        timesOf(voucher, words, language),
        stampOf(voucher, words, language, fresh),
      ),
      usable && ticketStub(desk, voucher, isOld, stops),
      fresh && tornStub(),
    ),
    ticketPicture(voucher, language),
    stopNotice(voucher, language),
    smallPrint(voucher, words, language),
  ];
}

/** A used ticket keeps the edge its stub was torn from. */
function edgeOf({ state }: Voucher): string {
  return { issued: '', redeemed: ' torn-edge', expired: ' alone', void: ' alone' }[state];
}

function tornStub(): HTMLElement {
  const falling = h('div', { class: 'ticket-stub torn', 'aria-hidden': 'true' });
  falling.addEventListener('animationend', () => falling.remove());
  return falling;
}
