/** Every "no" the system can say: stable code → HTTP status and a plain title (RFC 9457, DESIGN §5). */
export const refusals = {
  'request.malformed': { status: 400, title: 'The request is not in the form this route takes' },
  'request.not_json': { status: 415, title: 'The body must be JSON' },
  'request.too_large': { status: 413, title: 'The body is too large' },
  'request.cross_origin': { status: 403, title: 'This page may not call us from another site' },
  'route.not_found': { status: 404, title: 'There is nothing here' },
  'session.missing': { status: 401, title: 'Sign in first' },
  'session.not_allowed': { status: 403, title: 'This is not open to you' },
  'idempotency.key_reused': { status: 409, title: 'This Idempotency-Key was used for another request' },
  'limit.too_many': { status: 429, title: 'Too many requests' },
  'phone.invalid': { status: 400, title: 'This is not a phone number we can read' },
  'phone.type_not_allowed': { status: 422, title: 'Codes go to mobile numbers only' },
  'phone.country_not_allowed': { status: 422, title: 'We do not send to this country' },
  'challenge.not_found': { status: 404, title: 'There is no such verification here' },
  'challenge.proof_required': { status: 403, title: 'Solve the puzzle first' },
  'challenge.unavailable': { status: 503, title: 'Codes cannot be checked just now' },
  'challenge.code_mismatch': { status: 400, title: 'The code does not match' },
  'challenge.expired': { status: 410, title: 'The code has expired' },
  'challenge.used': { status: 409, title: 'The code was used already' },
  'challenge.locked': { status: 423, title: 'Too many tries with this code' },
  'challenge.resend_too_soon': { status: 429, title: 'Wait a little before the next message' },
  'challenge.resend_exhausted': { status: 429, title: 'No further message for this code' },
  'sms.unavailable': { status: 503, title: 'We could not send the message' },
  'consent.policy_outdated': { status: 422, title: 'The consent text has changed since it was shown' },
  'shopper.suspended': { status: 403, title: 'This shopper is suspended' },
  'shopper.not_found': { status: 404, title: 'There is no such shopper' },
  'opt_out.not_found': { status: 404, title: 'This stop link is not known' },
  'link.not_found': { status: 404, title: 'This coupon link is not known' },
  'coupon.not_found': { status: 404, title: 'There is no such coupon' },
  'coupon.not_public': { status: 404, title: 'There is no such coupon' },
  'coupon.not_usable_now': { status: 422, title: 'This coupon cannot be used now' },
  'coupon.not_at_this_store': { status: 422, title: 'This coupon is not for this store' },
  'coupon.stopped': { status: 422, title: 'This coupon was stopped' },
  'coupon.store_day_limit': { status: 422, title: 'This coupon cannot be used here any more today' },
  'coupon.group_used': { status: 422, title: 'Another coupon of the same group is in use' },
  'coupon.used_up': { status: 422, title: 'This coupon has been used as often as it may be' },
  'picture.unreadable': { status: 422, title: 'This is not a picture that can be shown' },
  'picture.too_large': { status: 422, title: 'The file of the picture is too large' },
  'picture.too_many_pixels': { status: 422, title: 'The picture is too wide or too high' },
  'picture.not_found': { status: 404, title: 'There is no such picture' },
  'voucher.not_found': { status: 404, title: 'There is no such voucher here' },
  'voucher.already_redeemed': { status: 409, title: 'This voucher was used already' },
  'voucher.held': { status: 409, title: 'This voucher is being redeemed at a till' },
  'voucher.void': { status: 422, title: 'This voucher is no longer good' },
  'store.not_found': { status: 404, title: 'There is no such store' },
  'store.pin_mismatch': { status: 403, title: 'The PIN is not right' },
  'store.pin_locked': { status: 429, title: 'Too many wrong PINs or QRs' },
  'store.pin_ended': { status: 403, title: 'This PIN was ended; the store needs a new one' },
  'store.qr_mismatch': { status: 403, title: 'This is not the QR that the store shows now' },
  'store.qr_expired': { status: 403, title: 'This QR of the store is no longer good' },
  'store.device_unknown': { status: 403, title: 'This device is not enrolled at this store' },
  'store.device_not_found': { status: 404, title: 'This store has no such device' },
  'store.staff_unknown': { status: 404, title: 'This store has no such person' },
  'store.staff_ended': { status: 403, title: 'This person does not work here any more' },
  'store.pin_known': { status: 422, title: 'This PIN was ended, so the new one must be another' },
  'hold.not_found': { status: 404, title: 'There is no such hold here' },
  'redemption.not_found': { status: 404, title: 'There is no such redemption here' },
  'redemption.already_undone': { status: 409, title: 'This redemption was undone already' },
  'redemption.undo_too_late': { status: 422, title: 'It is too late to undo this' },
  'campaign.not_found': { status: 404, title: 'There is no such campaign' },
  'campaign.move_not_allowed': { status: 409, title: 'The campaign cannot do this in its present state' },
  'campaign.window_over': { status: 422, title: 'The campaign or its coupon has ended' },
  'usage.span_too_long': { status: 422, title: 'So many days cannot be counted at once' },
  'usage.too_much': { status: 422, title: 'There is too much to count at once' },
  'message.not_sendable': { status: 422, title: 'The message cannot be sent as it is' },
  'register.unavailable': { status: 503, title: 'The register cannot be written, so nothing was read' },
  'register.unknown': { status: 404, title: 'There is no such register' },
  'reading.purpose_not_allowed': { status: 422, title: 'A person may not read numbers for this purpose' },
  'reading.ticket_missing': { status: 400, title: 'Say which ticket asks for this reading' },
  'reading.not_found': { status: 404, title: 'There is no number for this shopper' },
  'rotation.in_progress': { status: 409, title: 'A rotation is under way already' },
  'rotation.unknown': { status: 503, title: 'The login has not been looked at yet; try again in a minute' },
  'reading.refused': { status: 503, title: 'The number could not be opened' },
  'login.unavailable': { status: 503, title: 'The custodian’s login cannot be read, so nothing was opened' },
  'login.refused': { status: 503, title: 'The custodian’s login is refused, so nothing was opened' },
  'staff.left': { status: 403, title: 'This person has left' },
  'staff.has_not_left': { status: 404, title: 'This person has not left' },
  'staff.cannot_end_self': { status: 422, title: 'Somebody else has to end you' },
} as const satisfies Record<string, { status: number; title: string }>;

/** The stable code of a refusal, `noun.what_went_wrong`. */
export type RefusalCode = keyof typeof refusals;

type PlainFacts = Readonly<Record<string, string | number | boolean>>;

/** Facts a refusal may carry to the caller; never anything the caller sent. */
export type RefusalFacts = Readonly<Record<string, PlainFacts[string] | PlainFacts>>;

/** An expected "no": a value, never an exception. `retryAfterSeconds` becomes the Retry-After header. */
export type Refusal = {
  readonly refused: RefusalCode;
  readonly facts: RefusalFacts;
  readonly retryAfterSeconds?: number;
  /** Cookies to set even so: a browser that is told to try again must be known when it does. */
  readonly cookies?: readonly string[];
};

/** Says no with a code and, where it helps, facts and a waiting time in seconds. */
export function refuse(refused: RefusalCode, facts: RefusalFacts = {}, retryAfterSeconds?: number): Refusal {
  return retryAfterSeconds === undefined ? { refused, facts } : { refused, facts, retryAfterSeconds };
}

/** Tells a refusal from an answer. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value;
}
