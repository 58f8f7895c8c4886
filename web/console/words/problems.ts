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
    limit_too_many: '1日の上限か、短い間の上限に達しました。時間をおいて、もう一度お試しください。',
    phone_invalid: '電話番号として読めません。090-1234-5678 の形で入れ直してください。',
    phone_type_not_allowed: '携帯電話の番号ではありません。会員の番号は携帯電話だけです。',
    phone_country_not_allowed: 'この国の番号の会員はいません。国番号を確かめてください。',
    register_unavailable:
      '記録に書けなかったため、番号は読んでいません。少し待ってからもう一度お試しください。',
    register_unknown: 'その種類の記録はありません。',
    reading_not_found: 'この会員の番号はありません。消去されたか、会員IDが違います。',
    reading_purpose_not_allowed: 'この目的では読めません。番号は読んでいません。目的を選び直してください。',
    reading_ticket_missing: '受付番号がないため、番号は読んでいません。受付番号を入れてください。',
    login_unavailable:
      '番号を開く資格情報を取り出せず、番号は読んでいません。少し待ってから、もう一度お試しください。',
    login_refused:
      '番号を開く資格情報が断られ、番号は読んでいません。交代の途中なら少し待ち、続くときは知らせてください。',
    rotation_in_progress: 'ほかの交代が先に進んでいるか、始まるのを待っています。終わるまでお待ちください。',
    staff_cannot_end_self: '自分の利用は終わらせられません。ほかの管理者に頼んでください。',
    staff_has_not_left: 'この人の手続きは、まだ始まっていません。一覧から始めてください。',
    staff_left: 'あなたの利用は終わっています。心当たりがないときは、管理者に確かめてください。',
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
    limit_too_many: 'A limit for the day, or for a short while, is reached. Please try again later.',
    phone_invalid: 'This cannot be read as a phone number. Enter it like 090-1234-5678.',
    phone_type_not_allowed: 'This is no mobile number, and shoppers have mobile numbers only.',
    phone_country_not_allowed: 'No shopper has a number of this country. Please check the country code.',
    register_unavailable:
      'The register could not be written, so nothing was read. Please wait a little and try again.',
    register_unknown: 'There is no such register.',
    reading_not_found: 'There is no number for this shopper. It was erased, or the ID is another one.',
    reading_purpose_not_allowed: 'This purpose is not open to you. Nothing was read. Choose another one.',
    reading_ticket_missing: 'There is no ticket, so nothing was read. Please enter the ticket.',
    login_unavailable:
      'The credential that opens numbers could not be fetched. Nothing was read. Wait a little and try again.',
    login_refused:
      'The credential that opens numbers was refused. Nothing was read. Wait if it is being rotated, else report it.',
    rotation_in_progress: 'Another rotation is under way or about to begin. Please wait until it is done.',
    staff_cannot_end_self: 'You cannot end your own access. Ask another custodian.',
    staff_has_not_left: 'Nothing was begun for this person yet. Begin from the list.',
    staff_left: 'Your access has ended. If you did not expect this, ask a custodian.',
    reading_refused:
      'It is on record, but the number could not be opened. Please wait a little and try again.',
    surprise: 'Something unexpected went wrong. If it happens again, report it with the number below.',
  },
);
