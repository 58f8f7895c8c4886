/** Names of the environment variables each function is given; lib/ must supply exactly these. */
export const settingsOf = {
  'shopper-verify': [
    'STAGE',
    'PUBLIC_ORIGIN',
    'EDGE_SECRET_ARN',
    'GATE_TABLE',
    'BOOK_TABLE',
    'VAULT_TABLE',
    'REGISTER_TABLE',
    'NUMBER_KEY_ARN',
    'INDEX_KEY_ARN',
    'CODE_KEY_ARN',
    'BRAND_JA',
    'BRAND_EN',
    'COUNTRIES',
    'SENDER_ID',
    'CODES_PER_DAY',
    'CONVERSION',
    'PROOF_DAYS',
  ],
  'shopper-wallet': [
    'STAGE',
    'PUBLIC_ORIGIN',
    'EDGE_SECRET_ARN',
    'GATE_TABLE',
    'BOOK_TABLE',
    'REGISTER_TABLE',
    'BRAND_JA',
    'BRAND_EN',
  ],
  'shopper-redeem': ['STAGE', 'PUBLIC_ORIGIN', 'EDGE_SECRET_ARN', 'GATE_TABLE', 'BOOK_TABLE'],
  'store-till': ['STAGE', 'PUBLIC_ORIGIN', 'EDGE_SECRET_ARN', 'GATE_TABLE', 'BOOK_TABLE'],
  'marketer-console': [
    'STAGE',
    'PUBLIC_ORIGIN',
    'EDGE_SECRET_ARN',
    'GATE_TABLE',
    'BOOK_TABLE',
    'PARTS_PER_SECOND',
    'PRICE_PER_PART',
    'PRICE_CURRENCY',
  ],
  'custodian-desk': [
    'STAGE',
    'PUBLIC_ORIGIN',
    'EDGE_SECRET_ARN',
    'GATE_TABLE',
    'BOOK_TABLE',
    'VAULT_TABLE',
    'REGISTER_TABLE',
    'NUMBER_KEY_ARN',
    'INDEX_KEY_ARN',
    'CUSTODIAN_ROLE_ARN',
    'LOGIN_SECRET_ARN',
    'STAFF_POOL_ID',
    'COUNTRIES',
    'READINGS_PER_DAY',
    'ROTATE_EVERY_DAYS',
    'ARCHIVE_BUCKET',
    'SIGNING_KEY_ARN',
  ],
  'custodian-deliver': [
    'STAGE',
    'PUBLIC_ORIGIN',
    'EDGE_SECRET_ARN',
    'BOOK_TABLE',
    'VAULT_TABLE',
    'REGISTER_TABLE',
    'NUMBER_KEY_ARN',
    'CUSTODIAN_ROLE_ARN',
    'LOGIN_SECRET_ARN',
    'SENDER_ID',
    'PARTS_PER_SECOND',
    'PROOF_DAYS',
  ],
  'custodian-rotate': [
    'STAGE',
    'BOOK_TABLE',
    'REGISTER_TABLE',
    'NUMBER_KEY_ARN',
    'CUSTODIAN_ROLE_ARN',
    'LOGIN_SECRET_ARN',
    'ROTATE_EVERY_DAYS',
  ],
  'custodian-archive': [
    'STAGE',
    'BOOK_TABLE',
    'REGISTER_TABLE',
    'ARCHIVE_BUCKET',
    'SIGNING_KEY_ARN',
    'NUMBER_KEY_ARN',
    'CUSTODIAN_ROLE_ARN',
    'TRAIL_LOG_GROUP',
  ],
  pulse: ['STAGE', 'BOOK_TABLE', 'LANES_QUEUE_URL', 'PARTS_PER_SECOND'],
} as const;

/** A deployed function, or the pulse. */
export type FunctionName = keyof typeof settingsOf;

/** The settings of a function: every variable it is given, as text. */
export type Settings<F extends FunctionName> = Readonly<Record<(typeof settingsOf)[F][number], string>>;

/** Reads a function's settings once, at cold start; a missing variable is a broken deployment and throws. */
export function readSettings<F extends FunctionName>(
  name: F,
  environment: NodeJS.ProcessEnv = process.env,
): Settings<F> {
  const missing = settingsOf[name].filter(key => environment[key] === undefined);
  if (missing.length > 0) throw new Error(`${name} lacks the settings ${missing.join(', ')}`);
  return Object.fromEntries(settingsOf[name].map(key => [key, environment[key] ?? ''])) as Settings<F>;
}
