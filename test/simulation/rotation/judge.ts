import { callersOf } from '../../../lambdas/domain/custodian-trust.ts';
import { evaluate } from '../../../policy/evaluate.ts';
import type { Caller, Context, PolicyDocument } from '../../../policy/request.ts';

const account = '123456789012';
const stem = `arn:aws:iam::${account}:role/mogiri-sim-`;
const custodian = `${stem}custodian`;
const key = `arn:aws:kms:ap-northeast-1:${account}:key/number`;
/** A role that nobody gave any right to become the custodian. */
export const strangerArn = `${stem}stranger`;
/** Whom the trust is to admit. */
export const callers = callersOf(custodian);

/** The custodian alone opens; more of the key's policy is of no matter to a rotation. */
const keyPolicy: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: custodian }, Action: 'kms:Decrypt', Resource: '*' }],
};

/** Who tries to become the custodian, in the way its function does. */
export type Entrant = 'rotate' | 'deliver' | 'stranger';

const errands: Readonly<Record<Entrant, { roleArn: string; purpose: string; person: string }>> = {
  rotate: { roleArn: `${stem}custodian-rotate`, purpose: 'rotation-check', person: 'rot_SIM' },
  deliver: { roleArn: `${stem}custodian-deliver`, purpose: 'delivery', person: 'cmp_SIM' },
  stranger: { roleArn: strangerArn, purpose: 'delivery', person: 'cmp_SIM' },
};

const kept = new Map<string, PolicyDocument>();
type Answers<Question> = WeakMap<PolicyDocument, Map<Question, boolean>>;
const admissions: Answers<string> = new WeakMap();
const openings: Answers<number> = new WeakMap();

/** A policy as IAM keeps it: from its JSON, and one object for equal texts, so that it is parsed and judged once. */
export function asKept(document: unknown): PolicyDocument {
  const text = JSON.stringify(document);
  const known = kept.get(text);
  if (known !== undefined) return known;
  const made = JSON.parse(text) as PolicyDocument;
  kept.set(text, made);
  return made;
}

/** What a policy says to a question, asked of the evaluator once and remembered with the policy. */
function once<Question>(
  answers: Answers<Question>,
  document: PolicyDocument,
  question: Question,
  ask: (document: PolicyDocument, question: Question) => boolean,
): boolean {
  let known = answers.get(document);
  if (known === undefined) answers.set(document, (known = new Map<Question, boolean>()));
  let answer = known.get(question);
  if (answer === undefined) known.set(question, (answer = ask(document, question)));
  return answer;
}

const roleSession = (roleArn: string): Caller => {
  const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return { kind: 'role', account, arn: `arn:aws:sts::${account}:assumed-role/${name}/session`, roleArn };
};

function maySession(trust: PolicyDocument, entrant: Entrant, externalId: string): boolean {
  const { roleArn, purpose, person } = errands[entrant];
  const tags = { 'aws:RequestTag/purpose': purpose, 'aws:TagKeys': ['purpose'] };
  const names = { 'sts:RoleSessionName': `${purpose}-simulated`, 'sts:ExternalId': externalId };
  const asked: readonly (readonly [string, Context])[] = [
    ['sts:AssumeRole', { ...tags, ...names, 'sts:SourceIdentity': person }],
    ['sts:TagSession', tags],
    ['sts:SetSourceIdentity', { 'sts:SourceIdentity': person }],
  ];
  const common = { caller: roleSession(roleArn), resource: custodian, resourceAccount: account };
  const policies = { identity: [], resource: { kind: 'trust', document: trust } } as const;
  return asked.every(([action, context]) => evaluate({ ...common, action, context }, policies).allowed);
}

/** Whether this trust lets somebody become the custodian with this external id. */
export function admits(trust: PolicyDocument, entrant: Entrant, externalId: string): boolean {
  return once(admissions, trust, `${entrant} ${externalId}`, () => maySession(trust, entrant, externalId));
}

function mayOpen(revocation: PolicyDocument, issuedAtS: number): boolean {
  const request = {
    caller: roleSession(custodian),
    action: 'kms:Decrypt',
    resource: key,
    resourceAccount: account,
    context: { 'aws:TokenIssueTime': new Date(issuedAtS * 1000).toISOString() },
  };
  const policies = { identity: [revocation], resource: { kind: 'key', document: keyPolicy } } as const;
  return evaluate(request, policies).allowed;
}

/** Whether a session of the custodian from this moment may open a number under this revocation, if there is one. */
export function opens(revocation: PolicyDocument | undefined, issuedAtMs: number): boolean {
  return revocation === undefined || once(openings, revocation, Math.floor(issuedAtMs / 1000), mayOpen);
}
