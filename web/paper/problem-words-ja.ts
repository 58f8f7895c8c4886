import { unreachable } from './api.ts';
import type { ProblemBook, ProblemFacts } from './problem-book.ts';

const wait = (f: ProblemFacts) => `${f.wait}待ってから、もう一度お試しください。`;

const used = (f: ProblemFacts) =>
  `この券は${f.redeemedAt ?? ''}${f.redeemedAt ? 'に' : ''}${f.storeName ? `${f.storeName}で` : ''}使われています。`;

const closed: Readonly<Record<string, string>> = {
  not_yet: 'まだ使える期間ではありません。',
  over: '使える期間が終わりました。',
  weekday: '今日は使える曜日ではありません。',
  hour: 'いまは使える時間ではありません。',
  blackout: '今日は使えない日です。',
};

/** The words for problems in Japanese. */
export const problemsJa: ProblemBook = {
  'request.malformed': ['入力の形が正しくないようです。', '内容を見直して、もう一度お試しください。'],
  'request.not_json': ['うまく送れませんでした。', 'ページを開き直してください。'],
  'request.too_large': ['入力が長すぎます。', '短くして、もう一度お試しください。'],
  'request.cross_origin': ['このページからは操作できません。', 'アドレスを確かめて、開き直してください。'],
  'session.missing': ['確認の期限が切れました。', 'もう一度はじめからお願いします。'],
  'session.not_allowed': ['この操作は、いまの役割ではできません。', '店の責任者に頼んでください。'],
  'idempotency.key_reused': [
    '同じ操作がもう行われています。',
    'ページを開き直して、結果を確かめてください。',
  ],
  'limit.too_many': ['回数が多いため、いったん止めています。', wait],
  'phone.invalid': ['電話番号として読めませんでした。', '090 1234 5678 や +81 90… の形で入れてください。'],
  'phone.type_not_allowed': ['この番号にはSMSを送れません。', '携帯電話の番号を入れてください。'],
  'phone.country_not_allowed': [
    'この国の番号には送っていません。',
    '対象の国の携帯電話番号を入れてください。',
  ],
  'challenge.not_found': [
    'この確認は続けられません。',
    'Cookieが使えるか確かめ、番号の入力からやり直してください。',
  ],
  'challenge.proof_required': [
    '送る前の確認が終わりませんでした。',
    'しばらくたってから、もう一度お試しください。',
  ],
  'challenge.unavailable': ['いまは確認できません。', f => `入力はそのままで、${wait(f)}`],
  'shopper.suspended': [
    'このサービスのご利用は停止されています。',
    'お心当たりがない場合は、お店にお問い合わせください。',
  ],
  'challenge.code_mismatch': [
    '認証コードが違います。',
    f =>
      f.attemptsLeft === undefined
        ? 'SMSの6桁を見直してください。'
        : `SMSの6桁を見直してください。あと${f.attemptsLeft}回入れられます。`,
  ],
  'challenge.expired': ['この認証コードは期限が切れました。', '電話番号の入力からやり直してください。'],
  'challenge.used': ['この認証コードはもう使われました。', '電話番号の入力からやり直してください。'],
  'challenge.locked': [
    '間違いが続いたため、この認証コードは使えません。',
    '電話番号の入力からやり直してください。',
  ],
  'challenge.resend_too_soon': ['再送信はまだできません。', wait],
  'challenge.resend_exhausted': [
    'これ以上は再送信できません。',
    'しばらくたってから、番号の入力からやり直してください。',
  ],
  'sms.unavailable': ['いまSMSを送れません。', wait],
  'consent.policy_outdated': ['同意の文が新しくなりました。', '新しい文を読んで、もう一度お試しください。'],
  'opt_out.not_found': [
    'この停止のリンクは見つかりません。',
    'SMSのリンクを最後まで開いているか確かめてください。',
  ],
  'link.not_found': [
    'このクーポンのリンクは見つかりません。',
    'SMSのリンクを最後まで開いているか確かめてください。',
  ],
  'coupon.not_found': ['このクーポンは見つかりません。', 'クーポンの一覧から選び直してください。'],
  'coupon.not_public': ['このクーポンは見つかりません。', 'クーポンの一覧から選び直してください。'],
  'coupon.not_usable_now': [
    f => closed[f.why ?? ''] ?? 'いまは使える期間ではありません。',
    f => (f.usableAt === undefined ? '券の期間を確かめてください。' : `${f.usableAt}から使えます。`),
  ],
  'coupon.stopped': ['このクーポンは終了しました。', f => f.message ?? '別の券をお使いください。'],
  'coupon.store_day_limit': ['この店で今日使える分は終わりました。', '別の日か、ほかの店でお使いください。'],
  'coupon.group_used': [
    '同じ種類の券をもう使っています。',
    'いっしょには使えません。別の券をお使いください。',
  ],
  'coupon.not_at_this_store': ['この店では使えない券です。', '券に書かれた店で使えます。'],
  'coupon.used_up': ['使える回数に達しました。', 'この券はもう使えません。'],
  'voucher.not_found': ['この券は見つかりません。', 'コードを見直してください。'],
  'voucher.already_redeemed': [used, '心当たりがなければ、店の人に伝えてください。'],
  'voucher.held': [
    'この券は、いまレジで確かめています。',
    f => `そのレジで使うか、${f.heldUntil ?? '3分後'}を過ぎてから、もう一度お試しください。`,
  ],
  'voucher.void': ['この券は取り消されています。', '別の券をお使いください。'],
  'store.not_found': ['この店は見つかりません。', '店を見直してください。'],
  'store.pin_mismatch': ['PINが違います。', '店の人に確かめて、もう一度入れてください。'],
  'store.pin_locked': ['PINかQRの間違いが続きました。', wait],
  'store.pin_ended': ['この店のPINは、もう使えません。', '店の責任者に新しいPINを確かめてください。'],
  'store.device_unknown': ['この端末は登録されていません。', '店のPINで入って、端末を登録してください。'],
  'store.device_not_found': ['この端末は見つかりません。', '端末の一覧を見直してください。'],
  'store.staff_unknown': ['この人は、この店のスタッフではありません。', '名前を選び直してください。'],
  'store.staff_ended': ['この人は、もうこの店のスタッフではありません。', '店の責任者に確かめてください。'],
  'store.qr_mismatch': [
    'この店がいま出しているQRではありません。',
    'レジの画面のQRを、もう一度読み取ってください。',
  ],
  'store.qr_expired': ['このQRは時間が切れました。', 'レジの画面に出ている新しいQRを読み取ってください。'],
  'hold.not_found': ['この券は、もう取り置いていません。', 'もう一度、券を調べてください。'],
  'redemption.not_found': ['この利用の記録は見つかりません。', '取り消す利用を選び直してください。'],
  'redemption.already_undone': ['この利用はもう取り消されています。', '券は使える状態に戻っています。'],
  'redemption.undo_too_late': ['取り消せる時間を過ぎました。', '責任者に相談してください。'],
  [unreachable]: ['通信ができませんでした。', '電波を確かめて、もう一度お試しください。'],
  generic: ['うまくいきませんでした。', '少し待ってから、もう一度お試しください。'],
};
