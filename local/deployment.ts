import type { PolicyDocument } from '../policy/request.ts';

/** What the synthesized templates say is deployed, with every intrinsic resolved; nothing here is local invention. */
export type Deployment = {
  readonly stage: string;
  readonly account: string;
  readonly region: string;
  readonly tables: readonly TableResource[];
  readonly buckets: readonly BucketResource[];
  readonly keys: readonly KeyResource[];
  readonly queues: readonly QueueResource[];
  readonly secrets: readonly SecretResource[];
  readonly roles: readonly RoleResource[];
  readonly functions: readonly FunctionResource[];
  readonly routes: readonly RouteResource[];
  readonly eventSources: readonly EventSourceResource[];
  readonly schedules: readonly ScheduleResource[];
  readonly rotations: readonly RotationResource[];
  readonly edge: EdgeResource;
  readonly api: ApiResource;
  readonly signIn?: SignInResource;
  readonly trailLogGroup?: TrailLogGroupResource;
};

/** A DynamoDB table; `definition` is the CreateTable input, `resourcePolicy` what guards it. */
export type TableResource = {
  readonly arn: string;
  readonly name: string;
  readonly definition: Readonly<Record<string, unknown>>;
  readonly ttlAttribute?: string;
  readonly resourcePolicy?: PolicyDocument;
};

/**
 * An S3 bucket. `lockable` where object lock is on, which brings versioning with it; `objectLock` is the retention that
 * every new version then gets, in days of 24 hours; `resourcePolicy` is its bucket policy.
 */
export type BucketResource = {
  readonly arn: string;
  readonly name: string;
  readonly versioned: boolean;
  readonly lockable: boolean;
  readonly objectLock?: { readonly mode: 'GOVERNANCE' | 'COMPLIANCE'; readonly days: number };
  readonly resourcePolicy?: PolicyDocument;
};

/** A KMS key with its aliases (`alias/…`), key policy and spec (`SYMMETRIC_DEFAULT`, `HMAC_256`, `ECC_NIST_P256`). */
export type KeyResource = {
  readonly arn: string;
  readonly keyId: string;
  readonly spec: string;
  readonly usage: string;
  readonly aliases: readonly string[];
  readonly policy: PolicyDocument;
};

/** An SQS queue; times in seconds; `deadLetter` names the queue that takes what failed too often. */
export type QueueResource = {
  readonly arn: string;
  readonly name: string;
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
  readonly deadLetter?: { readonly arn: string; readonly maxReceiveCount: number };
  readonly resourcePolicy?: PolicyDocument;
};

/** A secret and how it is born: `template` (JSON object) plus one generated key, or a generated string. */
export type SecretResource = {
  readonly arn: string;
  readonly name: string;
  readonly template?: string;
  readonly generateKey?: string;
  readonly passwordLength: number;
  readonly excludePunctuation: boolean;
  readonly resourcePolicy?: PolicyDocument;
};

/** An IAM role: its trust, every inline and managed policy it carries, its permission boundary. */
export type RoleResource = {
  readonly arn: string;
  readonly name: string;
  readonly trust: PolicyDocument;
  readonly policies: readonly { readonly name: string; readonly document: PolicyDocument }[];
  readonly boundary?: PolicyDocument;
  readonly boundaryArn?: string;
  readonly maxSessionSeconds: number;
};

/** A Lambda function as deployed: code folder, `file.export` handler, environment and limits. */
export type FunctionResource = {
  readonly arn: string;
  readonly name: string;
  readonly codePath: string;
  readonly handler: string;
  readonly roleArn: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly reservedConcurrency?: number;
};

/** One HTTP API route (`POST /v1/challenges`), its throttle and whether the JWT authorizer stands before it. */
export type RouteResource = {
  readonly routeKey: string;
  readonly functionArn: string;
  readonly jwt?: { readonly issuer: string; readonly audience: readonly string[] };
  readonly throttle?: { readonly ratePerSecond: number; readonly burst: number };
};

/** A queue feeding a function. */
export type EventSourceResource = {
  readonly queueArn: string;
  readonly functionArn: string;
  readonly batchSize: number;
  readonly maxConcurrency?: number;
  readonly reportBatchItemFailures: boolean;
};

/** An EventBridge Scheduler schedule that invokes a function as `roleArn`. */
export type ScheduleResource = {
  readonly name: string;
  readonly expression: string;
  readonly functionArn: string;
  readonly roleArn: string;
  readonly input: string;
};

/** A secret's rotation: `scheduleExpression` is `cron(…)` or `rate(…)`, in UTC. */
export type RotationResource = {
  readonly secretArn: string;
  readonly functionArn: string;
  readonly scheduleExpression: string;
  readonly rotateImmediatelyOnUpdate: boolean;
};

/** The log group that the trail writes; the ARN ends without `:*`. */
export type TrailLogGroupResource = { readonly arn: string; readonly name: string };

/** The HTTP API's own id and host, which handlers see instead of the distribution's. */
export type ApiResource = { readonly id: string; readonly domainName: string };

/** The user pool that signs people in: itself with its tags, the issuer of its tokens and the client of the console. */
export type SignInResource = {
  readonly poolId: string;
  readonly poolArn: string;
  readonly poolTags: Readonly<Record<string, string>>;
  readonly issuer: string;
  readonly clientId: string;
};

/**
 * What CloudFront adds: the secret origin headers, the viewer-request functions' code by ARN, the behaviours in the
 * order they are tried (the default one is last, pattern `*`) and the pages shown for an origin's error status.
 */
export type EdgeResource = {
  readonly domains: readonly string[];
  readonly defaultRootObject: string;
  readonly originHeaders: Readonly<Record<string, string>>;
  readonly viewerRequestCode: Readonly<Record<string, string>>;
  readonly behaviours: readonly BehaviourResource[];
  readonly errorPages: readonly ErrorPageResource[];
};

/**
 * One path behaviour of the distribution; `responseHeaders` override what the origin sent. Without an origin request
 * policy it passes neither headers, cookies nor query on.
 */
export type BehaviourResource = {
  readonly pathPattern: string;
  readonly origin: 'api' | 'pages';
  readonly allowedMethods: readonly string[];
  readonly viewerRequestFunction?: string;
  readonly passesViewer: boolean;
  readonly responseHeaders: Readonly<Record<string, string>>;
};

/** The page CloudFront shows instead of an origin's answer with `status`. */
export type ErrorPageResource = {
  readonly status: number;
  readonly answerStatus: number;
  readonly path: string;
};
