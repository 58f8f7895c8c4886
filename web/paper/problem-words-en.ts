import { unreachable } from './api.ts';
import type { ProblemBook, ProblemFacts } from './problem-book.ts';

const wait = (f: ProblemFacts) => `Please wait ${f.wait} and try again.`;

const used = (f: ProblemFacts) =>
  `This ticket was used${f.storeName ? ` at ${f.storeName}` : ''}${f.redeemedAt ? ` on ${f.redeemedAt}` : ''}.`;

const closed: Readonly<Record<string, string>> = {
  not_yet: 'It is too early to use this.',
  over: 'The time to use this is over.',
  weekday: 'It cannot be used on this day of the week.',
  hour: 'It cannot be used at this time of day.',
  blackout: 'It cannot be used today.',
};

/** The words for problems in English. */
export const problemsEn: ProblemBook = {
  'request.malformed': [
    'Something in the form does not look right.',
    'Check what you entered and try again.',
  ],
  'request.not_json': ['That could not be sent.', 'Please reload the page.'],
  'request.too_large': ['That is too long.', 'Shorten it and try again.'],
  'request.cross_origin': ['This cannot be done from here.', 'Check the address and open the page again.'],
  'session.missing': ['Your sign-in has run out.', 'Please start again.'],
  'session.not_allowed': ['Your role does not allow this.', 'Ask a manager of the store.'],
  'idempotency.key_reused': ['This was already done once.', 'Reload the page to see the result.'],
  'limit.too_many': ['Too many tries, so we paused.', wait],
  'phone.invalid': ['We could not read that as a phone number.', 'Enter it like 090 1234 5678 or +81 90…'],
  'phone.type_not_allowed': ['This number cannot receive our SMS.', 'Enter a mobile number.'],
  'phone.country_not_allowed': [
    'We do not send to that country.',
    'Enter a mobile number from a listed country.',
  ],
  'challenge.not_found': [
    'This check cannot go on.',
    'See that cookies are allowed, then enter your number again.',
  ],
  'challenge.proof_required': ['The check before sending did not finish.', 'Wait a while and try again.'],
  'challenge.unavailable': [
    'We cannot check codes just now.',
    f => `Leave what you entered, wait ${f.wait} and try again.`,
  ],
  'shopper.suspended': [
    'Your use of this service is stopped.',
    'If you do not know why, please ask the shop.',
  ],
  'challenge.code_mismatch': [
    'That code is not right.',
    f =>
      f.attemptsLeft === undefined
        ? 'Check the 6 digits in the SMS.'
        : `Check the 6 digits in the SMS. ${f.attemptsLeft} ${f.attemptsLeft === 1 ? 'try' : 'tries'} left.`,
  ],
  'challenge.expired': ['This code has expired.', 'Enter your phone number again for a new one.'],
  'challenge.used': ['This code was already used.', 'Enter your phone number again for a new one.'],
  'challenge.locked': [
    'Too many wrong tries, so this code is closed.',
    'Enter your phone number again for a new one.',
  ],
  'challenge.resend_too_soon': ['It is too early to send again.', wait],
  'challenge.resend_exhausted': [
    'We cannot send this code again.',
    'Wait a while, then enter your number again.',
  ],
  'sms.unavailable': ['We cannot send SMS right now.', wait],
  'consent.policy_outdated': ['The consent text has changed.', 'Read the new text and try again.'],
  'opt_out.not_found': [
    'We do not know this stop link.',
    'Check that the whole link from the SMS was opened.',
  ],
  'link.not_found': [
    'We do not know this coupon link.',
    'Check that the whole link from the SMS was opened.',
  ],
  'coupon.not_found': ['This coupon is not here.', 'Choose one from your coupons.'],
  'coupon.not_public': ['This coupon is not here.', 'Choose one from your coupons.'],
  'coupon.not_usable_now': [
    f => closed[f.why ?? ''] ?? 'It cannot be used at this time.',
    f => (f.usableAt === undefined ? 'Check the dates on the ticket.' : `It can be used from ${f.usableAt}.`),
  ],
  'coupon.stopped': ['This coupon has been stopped.', f => f.message ?? 'Please use another ticket.'],
  'coupon.store_day_limit': [
    'No more of these can be used at this store today.',
    'Use it on another day, or at another store.',
  ],
  'coupon.group_used': [
    'A ticket of the same kind is in use already.',
    'They do not go together. Please use another ticket.',
  ],
  'coupon.not_at_this_store': [
    'This ticket is not for this store.',
    'Use it at a store named on the ticket.',
  ],
  'coupon.used_up': ['It has been used as often as it may be.', 'This ticket cannot be used any more.'],
  'voucher.not_found': ['This ticket was not found.', 'Check the code.'],
  'voucher.already_redeemed': [used, 'If that was not you, tell the staff.'],
  'voucher.held': [
    'A till is looking at this ticket just now.',
    f => `Use it there, or try again after ${f.heldUntil ?? 'three minutes'}.`,
  ],
  'voucher.void': ['This ticket has been withdrawn.', 'Please use another one.'],
  'store.not_found': ['This store was not found.', 'Check the store.'],
  'store.pin_mismatch': ['The PIN is not right.', 'Ask the staff and enter it again.'],
  'store.pin_locked': ['Too many wrong PINs or QR codes.', wait],
  'store.pin_ended': [
    'The PIN of this store is no longer good.',
    'Ask your manager for the store’s new PIN.',
  ],
  'store.device_unknown': ['This device is not registered.', 'Sign in with the store PIN and register it.'],
  'store.device_not_found': ['This device was not found.', 'Look at the list of devices again.'],
  'store.staff_unknown': ['This person is not on the staff of this store.', 'Choose your name again.'],
  'store.staff_ended': ['This person is no longer on the staff of this store.', 'Ask your manager.'],
  'store.qr_mismatch': [
    'That is not the QR code this store shows now.',
    'Scan the one on the store’s screen.',
  ],
  'store.qr_expired': ['That QR code has run out.', 'Scan the new one on the store’s screen.'],
  'hold.not_found': ['This ticket is no longer set aside.', 'Look it up again.'],
  'redemption.not_found': ['That use was not found.', 'Choose it again from the list.'],
  'redemption.already_undone': ['That use was already undone.', 'The ticket can be used again.'],
  'redemption.undo_too_late': ['It is too late to undo this.', 'Please ask your manager.'],
  [unreachable]: ['We could not connect.', 'Check your signal and try again.'],
  generic: ['That did not work.', 'Wait a moment and try again.'],
};
