import { defineDictionary } from '../../paper/dictionary.ts';

/** What went wrong and what to do, by kind of problem; a code stands small behind it. */
export const problemWords = defineDictionary(
  {
    unreachable: 'サーバーに届きませんでした。通信を確かめて、もう一度お試しください。',
    unauthorized: 'サインインが切れました。もう一度サインインしてください。',
    forbidden: 'この操作をする権限がありません。管理者に確かめてください。',
    missing: '見つかりませんでした。消されたか、別の場所にあります。',
    conflict: 'ほかの操作と重なりました。画面を読み込み直して、今の状態を確かめてください。',
    refused: 'この内容では進められませんでした。入力を確かめてください。',
    tooMany: '操作が続いたため、少し待ってからもう一度お試しください。',
    unavailable: 'ただいま処理できません。少し待ってからもう一度お試しください。',
    request_malformed: '入力の形が合いません。入れた内容を確かめてください。',
    idempotency_key_reused: '前の送信と重なりました。画面を読み込み直して、できているか確かめてください。',
    coupon_not_found: 'そのクーポンがありません。クーポンの一覧を確かめてください。',
    store_not_found: 'その店舗がありません。店舗の一覧を確かめてください。',
    campaign_not_found: 'そのキャンペーンがありません。一覧から選び直してください。',
    campaign_move_not_allowed: '今の状態ではこの操作ができません。ほかの人が操作したか、送り終わっています。',
    campaign_window_over:
      'クーポンかキャンペーンの期限が過ぎています。期限を直して、計画を作り直してください。',
    message_not_sendable: '文面に目に見えない文字が入っています。入れ直してから、もう一度お試しください。',
    register_unavailable:
      '記録に書けなかったため、番号は読んでいません。少し待ってからもう一度お試しください。',
    register_unknown: 'その種類の記録はありません。',
    reading_not_found: 'この会員の番号はありません。消去されたか、会員IDが違います。',
    reading_refused: '記録はしましたが、番号を開けませんでした。少し待ってからもう一度お試しください。',
    surprise: '思いがけない誤りが起きました。もう一度試しても同じときは、下の番号を添えて知らせてください。',
  },
  {
    unreachable: 'The server could not be reached. Check your connection and try again.',
    unauthorized: 'Your sign-in ended. Please sign in again.',
    forbidden: 'You may not do this. Please ask a custodian.',
    missing: 'It was not found. It may have been removed or belongs elsewhere.',
    conflict: 'Something else happened at the same time. Load the page again and see how it stands.',
    refused: 'This could not be accepted. Please check what you entered.',
    tooMany: 'That was a lot at once. Please wait a little and try again.',
    unavailable: 'This is not possible right now. Please wait a little and try again.',
    request_malformed: 'Something is not in the right form. Please check what you entered.',
    idempotency_key_reused:
      'This crossed with an earlier request. Load the page again and see whether it went through.',
    coupon_not_found: 'There is no such coupon. Please look at the list of coupons.',
    store_not_found: 'There is no such store. Please look at the list of stores.',
    campaign_not_found: 'There is no such campaign. Please choose one from the list.',
    campaign_move_not_allowed: 'The campaign has moved on: someone else changed it, or it is over.',
    campaign_window_over: 'The coupon or the campaign has ended. Change the dates and plan again.',
    message_not_sendable: 'The message holds invisible characters. Type it again and retry.',
    register_unavailable:
      'The register could not be written, so nothing was read. Please wait a little and try again.',
    register_unknown: 'There is no such register.',
    reading_not_found: 'There is no number for this shopper. It was erased, or the ID is another one.',
    reading_refused:
      'It is on record, but the number could not be opened. Please wait a little and try again.',
    surprise: 'Something unexpected went wrong. If it happens again, report it with the number below.',
  },
);
