import type { FunctionName } from '../lambdas/settings.ts';

/** The fixed names of one stage. */
export type Names = ReturnType<typeof namesOf>;

/**
 * Every name that policies spell before the thing exists (DESIGN §10, boundary.md D). Tables, buckets, keys and the
 * API keep generated names.
 */
export function namesOf(stage: string) {
  const own = (rest: string) => `mogiri-${stage}-${rest}`;
  return {
    stack: own,
    function: (name: FunctionName) => own(name),
    role: (name: FunctionName) => own(name),
    logGroup: (name: FunctionName) => `/aws/lambda/${own(name)}`,
    custodianRole: own('custodian'),
    custodianBoundary: own('custodian-boundary'),
    pulseSchedule: own('pulse'),
    rotateSchedule: own('rotate'),
    canarySchedule: own('canary'),
    archiveSchedule: own('archive'),
    pulseScheduleRole: own('pulse-schedule'),
    loginSecret: own('custodian-login'),
    lanesQueue: own('lanes'),
    lanesDeadQueue: own('lanes-dead'),
    numberKeyAlias: `alias/${own('number')}`,
    indexKeyAlias: `alias/${own('index')}`,
    codeKeyAlias: `alias/${own('code')}`,
    signingKeyAlias: `alias/${own('signing')}`,
    trail: own('trail'),
    trailLogGroup: `/aws/cloudtrail/${own('trail')}`,
    accessLogGroup: `/aws/vendedlogs/${own('api')}`,
    metricNamespace: `Mogiri/${stage}`,
  };
}

/** `custodian-desk` as `CustodianDesk`: what ids and Sids are made of, which take no hyphen. */
export function pascalOf(name: string): string {
  return name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
