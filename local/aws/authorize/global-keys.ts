import type { Context } from '../../../policy/request.ts';
import type { Session } from '../caller.ts';

/**
 * The global condition keys of a role session. Names as in the IAM guide, "AWS global condition context keys";
 * `lambda:SourceFunctionArn` is there only for a function's own credentials, never for sessions it assumed.
 */
export function globalKeys(
  session: Session,
  nowMs: number,
  region: string,
  resourceAccount: string,
): Context {
  const tags = Object.entries(session.tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]);
  return {
    'aws:PrincipalArn': session.roleArn,
    'aws:PrincipalAccount': session.account,
    'aws:PrincipalType': 'AssumedRole',
    'aws:PrincipalIsAWSService': 'false',
    'aws:ViaAWSService': 'false',
    'aws:userid': session.userId,
    'aws:TokenIssueTime': new Date(session.issuedAtMs).toISOString(),
    'aws:CurrentTime': new Date(nowMs).toISOString(),
    'aws:EpochTime': String(Math.floor(nowMs / 1000)),
    'aws:SecureTransport': 'true',
    'aws:RequestedRegion': region,
    'aws:ResourceAccount': resourceAccount,
    ...Object.fromEntries(tags),
    ...(session.sourceIdentity === undefined ? {} : { 'aws:SourceIdentity': session.sourceIdentity }),
    ...(session.functionArn === undefined ? {} : { 'lambda:SourceFunctionArn': session.functionArn }),
  };
}
