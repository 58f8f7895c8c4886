import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RemovalPolicy } from 'aws-cdk-lib';
import { z } from 'zod';
import { sessionSeconds } from '../lambdas/domain/shopper.ts';
import type { Names } from './names.ts';

// What CloudWatch Logs takes; anything longer belongs into another kind of store.
const retentionDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827] as const;
const account = z.string().regex(/^\d{12}$/, 'an AWS account id has 12 digits');
const concurrency = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('account-limit-10') }),
  z.strictObject({
    kind: z.literal('reserved'),
    redeem: z.int().min(1),
    verify: z.int().min(1).optional(),
    deliver: z.int().min(4).optional(),
  }),
]);
const trail = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('own') }),
  z.strictObject({ kind: z.literal('existing'), logGroupName: z.string().min(1) }),
]);
const sms = z.strictObject({
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/, 'an ISO 3166 country code has two capital letters'))
    .min(1),
  senderId: z
    .string()
    .regex(/^(?=.*[A-Za-z])[A-Za-z0-9]{3,11}$/, 'a sender id has 3 to 11 letters and digits')
    .optional(),
  partsPerSecond: z.number().positive(),
  pricePerPart: z.number().nonnegative(),
  currency: z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 currency code has three capital letters'),
  monthlySpendLimitUsd: z.number().positive(),
});
// A shopper whose number has a new holder must not be signed in any more; the browser's cookie must last as long.
const proofDays = z
  .int()
  .min(sessionSeconds / 86_400 + 1, 'a proof of a number must outlast a session of 30 days')
  .max(365, 'a browser is known by a cookie that lasts 365 days');
const domain = z.strictObject({
  name: z.hostname(),
  certificateArn: z
    .string()
    .regex(
      /^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/,
      'CloudFront takes certificates of us-east-1 only',
    ),
});

/** The shape of `config/<stage>.json`; unknown keys are refused, so a misspelt option never passes in silence. */
export const stageSchema = z.strictObject({
  stage: z.string().regex(/^[a-z][a-z0-9]{1,11}$/, 'a stage name has 2 to 12 small letters and digits'),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS region looks like ap-northeast-1'),
  account: account.optional(),
  domain: domain.optional(),
  brand: z.strictObject({ ja: z.string().min(1).max(12), en: z.string().min(1).max(20) }),
  sms,
  protect: z.boolean(),
  concurrency,
  keyAdministrators: z.array(z.string().regex(/^arn:aws:iam::\d{12}:role\/.+$/, 'name a role by its ARN')),
  keyPolicyRevision: z.int().min(1),
  trail,
  logRetentionDays: z.literal(retentionDays),
  verification: z.strictObject({
    codesPerDay: z.int().min(1),
    conversion: z.enum(['record_only', 'challenge', 'deny']),
    proofDays,
  }),
  alarms: z.strictObject({ macsPer5Minutes: z.int().min(100).max(900_000) }),
  login: z.strictObject({ rotateEveryDays: z.int().min(1).max(31) }),
  registers: z.strictObject({
    sign: z.boolean(),
    retentionYears: z.int().min(1).max(30),
    readingsPerDay: z.int().min(1),
  }),
  alarmEmail: z.email().optional(),
});

/** One deployment's options, as read from `config/<stage>.json`. Prices in `sms.currency`, retention in days. */
export type Stage = z.infer<typeof stageSchema>;

// Apart from the shape: what one key asks of another.
const wholeStage = stageSchema.refine(({ protect, domain: own }) => !protect || own !== undefined, {
  path: ['domain'],
  error:
    'a protected stage must name its host, which links, cookies and codes belong to; ' +
    "CloudFront's own is too long for a code message of one part",
});

/** Reads and checks `config/<name>.json` under `root`; throws one readable list of everything that is wrong. */
export function readStage(name: string, root: string): Stage {
  const path = join(root, 'config', `${name}.json`);
  const parsed = wholeStage.safeParse(JSON.parse(readText(path)));
  if (!parsed.success) {
    throw new Error(`config/${name}.json is not a stage:\n${z.prettifyError(parsed.error)}`);
  }
  if (parsed.data.stage !== name.replace(/\.example$/, '')) {
    throw new Error(
      `config/${name}.json describes the stage ${parsed.data.stage}; file and stage must have one name`,
    );
  }
  return parsed.data;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Error(`there is no stage file ${path}; config/prod.example.json shows what to write`, {
      cause,
    });
  }
}

/** What happens to things that hold data when their stack goes: kept where the stage protects, deleted where not. */
export function removalOf(stage: Stage): RemovalPolicy {
  return stage.protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}

/** The log group of the trail that the stage reads: its own, or the one that the account has. */
export function trailLogGroupOf(stage: Stage, names: Names): string {
  return stage.trail.kind === 'own' ? names.trailLogGroup : stage.trail.logGroupName;
}
