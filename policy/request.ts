/** Every value IAM may compare: one string, or several where the key is multivalued. */
export type ContextValue = string | readonly string[];

/** Condition keys and values of one request, keyed as AWS documents them; matched without regard to case. */
export type Context = Readonly<Record<string, ContextValue>>;

/** Who asks. `arn` is the session ARN for roles (`arn:aws:sts::…:assumed-role/…`), the user or root ARN otherwise. */
export type Caller =
  | { readonly kind: 'role'; readonly account: string; readonly arn: string; readonly roleArn: string }
  | { readonly kind: 'user'; readonly account: string; readonly arn: string }
  | { readonly kind: 'root'; readonly account: string; readonly arn: string }
  | { readonly kind: 'service'; readonly service: string };

/** One action on one resource; `resource` is an ARN, or `*` for actions without one. */
export type AccessRequest = {
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount: string;
  readonly context: Context;
};

/** A policy document as CloudFormation carries it once intrinsics are resolved. */
export type PolicyDocument = { readonly Version?: string; readonly Id?: string; readonly Statement: unknown };

/**
 * The policies that speak about a request. `resource.kind` decides how an Allow there counts: a `trust` or `key`
 * policy must itself allow; for other resources an Allow on either side is enough inside one account.
 */
export type PolicySet = {
  readonly identity: readonly PolicyDocument[];
  readonly boundary?: PolicyDocument;
  readonly session?: PolicyDocument;
  readonly resource?: { readonly kind: 'key' | 'trust' | 'resource'; readonly document: PolicyDocument };
};

/** The answer and why: the Sid or place of the statement that decided, for the trail and for proofs. */
export type Decision = {
  readonly allowed: boolean;
  readonly reason: 'explicit-deny' | 'no-allow' | 'boundary' | 'session' | 'allowed';
  readonly statement?: string;
};
