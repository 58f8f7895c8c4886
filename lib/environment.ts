import { settingsOf, type FunctionName } from '../lambdas/settings.ts';
import { namesOf } from './names.ts';
import { trailLogGroupOf, type Stage } from './stage.ts';
import type { VaultStack } from './stacks/vault-stack.ts';
import type { WebStack } from './stacks/web-stack.ts';

/** Name of any environment variable that some function is given. */
export type SettingName = (typeof settingsOf)[FunctionName][number];

/** Settings that a room gives itself, since what they name is made there. */
export type OwnSetting = 'LANES_QUEUE_URL';

/** Where each setting's value comes from; a new name in `lambdas/settings.ts` does not compile until it stands here. */
export type Environment = Readonly<Record<Exclude<SettingName, OwnSetting>, () => string>>;

/** The values of all settings for one house. They are asked for one by one, so that no stack refers to more than it uses. */
export function makeEnvironment(stage: Stage, vault: VaultStack, web: WebStack): Environment {
  const { tables, numbers } = vault;
  return {
    STAGE: () => stage.stage,
    PUBLIC_ORIGIN: () => web.origin,
    EDGE_SECRET_ARN: () => vault.edge.secretArn,
    LOGIN_SECRET_ARN: () => vault.login.secretArn,
    CUSTODIAN_ROLE_ARN: () => vault.custodian.role.roleArn,
    GATE_TABLE: () => tables.gate.tableName,
    BOOK_TABLE: () => tables.book.tableName,
    VAULT_TABLE: () => tables.vault.tableName,
    REGISTER_TABLE: () => tables.register.tableName,
    ARCHIVE_BUCKET: () => vault.archive.bucket.bucketName,
    SIGNING_KEY_ARN: () => numbers.signingKey?.keyArn ?? '',
    NUMBER_KEY_ARN: () => numbers.numberKey.keyArn,
    INDEX_KEY_ARN: () => numbers.indexKey.keyArn,
    CODE_KEY_ARN: () => numbers.codeKey.keyArn,
    ROTATE_EVERY_DAYS: () => String(stage.login.rotateEveryDays),
    TRAIL_LOG_GROUP: () => trailLogGroupOf(stage, namesOf(stage.stage)),
    BRAND_JA: () => stage.brand.ja,
    BRAND_EN: () => stage.brand.en,
    COUNTRIES: () => stage.sms.countries.join(','),
    SENDER_ID: () => stage.sms.senderId ?? '',
    PROOF_DAYS: () => String(stage.verification.proofDays),
    PARTS_PER_SECOND: () => String(stage.sms.partsPerSecond),
    PRICE_PER_PART: () => String(stage.sms.pricePerPart),
    PRICE_CURRENCY: () => stage.sms.currency,
    STAFF_POOL_ID: () => vault.staff.pool.userPoolId,
    CODES_PER_DAY: () => String(stage.verification.codesPerDay),
    CONVERSION: () => stage.verification.conversion,
    READINGS_PER_DAY: () => String(stage.registers.readingsPerDay),
  };
}

/** Exactly the variables a function parses at cold start, `own` being what its room adds. */
export function environmentOf(
  name: FunctionName,
  environment: Environment,
  own: Partial<Record<OwnSetting, string>> = {},
): Record<string, string> {
  const keys: readonly SettingName[] = settingsOf[name];
  return Object.fromEntries(keys.map(key => [key, isOwn(key) ? given(name, key, own) : environment[key]()]));
}

function isOwn(key: SettingName): key is OwnSetting {
  return key === 'LANES_QUEUE_URL';
}

function given(name: FunctionName, key: OwnSetting, own: Partial<Record<OwnSetting, string>>): string {
  const value = own[key];
  if (value === undefined) {
    throw new Error(`the room of ${name} has to give it ${key}`);
  }
  return value;
}
