import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { cookieNames, readCookies } from './cookies.ts';
import {
  staffId,
  type DeviceId,
  type SecretHash,
  type ShopperId,
  type StaffId,
  type TillStaffId,
} from './domain/ids.ts';
import { hashOfSecret } from './domain/pepper.ts';
import { isRefusal, refuse, type Refusal } from './domain/refusal.ts';
import type { Store, TillRole } from './domain/store.ts';
import type { Door, Route } from './route.ts';

/** Whose till it is, what they may do there, and who they are where they signed in as somebody. */
export type AtTheTill = {
  readonly store: Store;
  readonly role: TillRole;
  readonly staffId?: TillStaffId;
  readonly deviceId?: DeviceId;
};

/** A browser that is enrolled as a till of a store, with nobody signed in. */
export type EnrolledHere = { readonly store: Store; readonly deviceId: DeviceId };

/** Who stands at the door, once the door has looked. */
export type Caller =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'shopper'; readonly shopperId: ShopperId; readonly session: SecretHash }
  | ({ readonly kind: 'till'; readonly session: SecretHash } & AtTheTill)
  | ({ readonly kind: 'device' } & EnrolledHere)
  | { readonly kind: 'staff'; readonly staffId: StaffId; readonly groups: readonly string[] };

/** Finds who a session cookie belongs to, and whether a person of the staff is here still; a function has the guards of its doors. */
export type Guards = {
  readonly shopper?: (cookie: SecretHash, nowMs: number) => Promise<{ shopperId: ShopperId } | undefined>;
  readonly till?: (cookie: SecretHash, nowMs: number) => Promise<AtTheTill | undefined>;
  readonly device?: (cookie: SecretHash, nowMs: number) => Promise<EnrolledHere | undefined>;
  readonly staff?: (id: StaffId) => Promise<'here' | 'left'>;
};

/** `[marketer custodian]`, as the HTTP API hands a list claim over, or a plain word. */
export function readGroups(claim: unknown): string[] {
  return typeof claim === 'string'
    ? claim
        .replace(/^\[|\]$/gu, '')
        .split(/[\s,]+/u)
        .filter(Boolean)
    : [];
}

/** The token's holder, unless they left: a token lives on for its hour, whatever became of its holder (D5). */
async function staffCaller(
  event: APIGatewayProxyEventV2,
  group: string,
  guard: Guards['staff'],
): Promise<Caller | Refusal> {
  const { authorizer } = event.requestContext as Partial<
    APIGatewayProxyEventV2WithJWTAuthorizer['requestContext']
  >;
  const claims = authorizer?.jwt.claims;
  const subject = claims?.['sub'];
  if (typeof subject !== 'string' || !/^[\w-]{1,60}$/u.test(subject)) return refuse('session.missing');
  if (claims?.['token_use'] !== 'access') return refuse('session.not_allowed');
  const id = staffId(`stf_${subject}`);
  if ((await guard?.(id)) !== 'here') return refuse('staff.left');
  const groups = readGroups(claims['cognito:groups']);
  return groups.includes(group) ? { kind: 'staff', staffId: id, groups } : refuse('session.not_allowed');
}

/** What a cookie says, as the tables know it; undefined for none, and for one that we cannot have made. */
function shownIn(event: APIGatewayProxyEventV2, name: keyof typeof cookieNames): SecretHash | undefined {
  const shown = readCookies(event)[cookieNames[name]];
  return shown === undefined || shown.length > 128 ? undefined : hashOfSecret(shown);
}

async function shopperCaller(event: APIGatewayProxyEventV2, guards: Guards, nowMs: number) {
  const session = shownIn(event, 'shopper');
  const found = session && (await guards.shopper?.(session, nowMs));
  return found && { kind: 'shopper' as const, session, ...found };
}

async function tillCaller(
  event: APIGatewayProxyEventV2,
  guards: Guards,
  nowMs: number,
): Promise<Caller | undefined> {
  const session = shownIn(event, 'till');
  const found = session && (await guards.till?.(session, nowMs));
  if (session === undefined || found === undefined) return undefined;
  // A session holds more than a caller is to carry along.
  const { store, role, staffId, deviceId } = found;
  const who = {
    ...(staffId === undefined ? {} : { staffId }),
    ...(deviceId === undefined ? {} : { deviceId }),
  };
  return { kind: 'till', session, store, role, ...who };
}

async function deviceCaller(event: APIGatewayProxyEventV2, guards: Guards, nowMs: number) {
  const shown = shownIn(event, 'device');
  const found = shown && (await guards.device?.(shown, nowMs));
  return found && { kind: 'device' as const, store: found.store, deviceId: found.deviceId };
}

/** The cookies that a door looks at. */
const cookiesAt: Readonly<Record<Door, readonly (keyof typeof cookieNames)[]>> = {
  open: [],
  shopper: ['shopper'],
  till: ['till'],
  manager: ['till'],
  device: ['till', 'device'],
  marketer: [],
  custodian: [],
};

/** Whether a request shows a cookie that we may have made and that its route's door looks at. */
export function showsCookie(event: APIGatewayProxyEventV2, { door }: Route): boolean {
  return cookiesAt[door].some(name => shownIn(event, name) !== undefined);
}

type CookieDoor = Exclude<Door, 'open' | 'marketer' | 'custodian'>;

/** Who opens a door with a cookie, if anybody does. */
function cookieCaller(
  door: CookieDoor,
  ...asked: [APIGatewayProxyEventV2, Guards, number]
): Promise<Caller | undefined> {
  switch (door) {
    case 'shopper':
      return shopperCaller(...asked);
    case 'device':
      return tillCaller(...asked).then(caller => caller ?? deviceCaller(...asked));
    case 'till':
    case 'manager':
      return tillCaller(...asked);
  }
}

/** Who stands at a route's door, or why they may not. */
export async function findCaller(
  event: APIGatewayProxyEventV2,
  { door }: Route,
  guards: Guards,
  nowMs: number,
): Promise<Caller | Refusal> {
  if (door === 'open') return { kind: 'nobody' };
  if (door === 'marketer' || door === 'custodian') return staffCaller(event, door, guards.staff);
  const caller = (await cookieCaller(door, event, guards, nowMs)) ?? refuse('session.missing');
  const isClerk = !isRefusal(caller) && caller.kind === 'till' && caller.role === 'clerk';
  return door === 'manager' && isClerk ? refuse('session.not_allowed') : caller;
}
