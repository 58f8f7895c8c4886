import type { Page, Route } from 'playwright-core';
import type { RegisterRow } from '../../web/console/answers.ts';
import type {
  Leave,
  Rotation,
  Rotations,
  ShopperStanding,
  StaffMember,
} from '../../web/console/desk/desk-answers.ts';
import { rotationSteps } from '../../lambdas/domain/login-rotation.ts';
import { policyVersion } from '../../lambdas/domain/policy-text.ts';
import { shownText } from '../../lambdas/domain/shown-text.ts';

/** What an intercepted route answers. */
export type Told = {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Answers of the API by method and path; a function sees the body and may count its calls, or keep one waiting. */
export type Answers = Readonly<Record<string, Told | ((body: unknown) => Told | Promise<Told>)>>;

/** An answer that is well. */
export const ok = (body: unknown, status = 200): Told => ({ status, body });

/** A problem answer (RFC 9457). */
export const no = (status: number, code: string, facts: object = {}, waitSeconds?: number): Told => ({
  status,
  ...(waitSeconds === undefined ? {} : { headers: { 'retry-after': String(waitSeconds) } }),
  body: { type: 'about:blank', title: code, status, code, requestId: 'req-7F3K', ...facts },
});

async function tell(route: Route, answers: Answers): Promise<void> {
  const request = route.request();
  const key = `${request.method()} ${new URL(request.url()).pathname}`;
  const told = answers[key];
  if (told === undefined) return route.fallback();
  const body: unknown = request.postDataJSON();
  const { status, headers = {}, body: answer } = typeof told === 'function' ? await told(body) : told;
  await route.fulfill({
    status,
    headers,
    contentType: status < 400 ? 'application/json' : 'application/problem+json',
    body: JSON.stringify(answer),
  });
}

/** Lets the page hear these answers from now on instead of the API's; whatever is not named goes through. */
export async function answering(page: Page, answers: Answers): Promise<void> {
  await page.unroute('**/v1/**');
  await page.route('**/v1/**', route => tell(route, answers));
}

const hash = (letter: string) => letter.repeat(64);
const minute = (past: number) => new Date(Date.UTC(2026, 10, 22, 6, past)).toISOString();

/** A rotation of which the first `done` steps are done. */
export const rotation = (done: number, more: Partial<Rotation> = {}): Rotation => ({
  rotationId: 'rot_01JD5Z7K3V9M0QX2R8T4B6C1N5',
  because: 'leaver',
  by: 'stf_5b2c1d3e-0f6a-4b7c-8d9e-aabbccddeeff',
  startedAt: minute(0),
  toEpoch: 4,
  steps: rotationSteps.map((step, place) => (place < done ? { step, at: minute(place) } : { step })),
  ...(done > 4 ? { lastAcceptedAt: minute(4) } : {}),
  ...(done > 5 ? { firstRefusedAt: minute(5), cutOffAt: minute(6) } : {}),
  ...(done > 7 ? { doneAt: minute(8), evidence: { chain: 'rotations', sequence: 4, hash: hash('9') } } : {}),
  ...more,
});

/** How the login stands. */
export const rotations = (more: Partial<Rotations> = {}): Rotations => ({
  epoch: 3,
  rotatedAt: minute(-60 * 24 * 12),
  dueAt: minute(60 * 24 * 18),
  overdue: false,
  ...more,
});

/** The shopper who is found in these scenes, and where they are asked about. */
export const foundId = 'shp_01JD5Z7K3V9M0QX2R8T4B6C1N5';
export const foundPath = `/v1/custodian/shoppers/${foundId}`;

/** How the one who is found stands; suspended where a reason is given. */
export const shopperStanding = (reason?: 'somebody_elses_number' | 'abuse'): ShopperStanding => ({
  shopperId: foundId,
  createdAt: minute(-60 * 24 * 40),
  verifiedAt: minute(-60 * 24 * 19),
  ...(reason === undefined ? {} : { suspension: { since: minute(3), reason, by: 'stf_local-both' } }),
});

/** The person whose access is ended in these scenes. */
export const leaverId = 'stf_0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';

/** People of the directory: oneself, one who is here, one who left. */
export const staff: readonly StaffMember[] = [
  { staffId: 'stf_local-both', name: '高橋 直子', state: 'active' },
  { staffId: leaverId, name: '佐藤 健一', state: 'active' },
  {
    staffId: 'stf_99887766-5544-3322-1100-ffeeddccbbaa',
    name: 'Alexandria Montgomery-Featherstonehaugh',
    state: 'left',
  },
];

/** The leave of the one who goes, with some parts as wished. */
export const leave = (parts: Partial<Leave['parts']> = {}): Leave => ({
  staffId: leaverId,
  leftAt: minute(0),
  by: 'stf_local-both',
  parts: {
    sessions: { state: 'ended', at: minute(0) },
    login: { state: 'disabled', at: minute(0) },
    pins: {
      state: 'ended',
      at: minute(0),
      stores: [
        { storeId: 'sto_shibuya', name: '渋谷店', renewed: true },
        { storeId: 'sto_ebisu', name: '恵比寿ガーデンプレイス店', renewed: false },
      ],
    },
    rotation: { state: 'done', doneAt: minute(9) },
    evidence: { chain: 'rotations', sequence: 4, hash: hash('c') },
    ...parts,
  },
});

const row = (sequence: number, fact: RegisterRow['fact']): RegisterRow => ({
  chain: 'rotations',
  sequence,
  at: minute(sequence),
  fact,
  previousHash: hash(String(sequence - 1)),
  hash: hash(String(sequence)),
});

/** Rows of the register that holds rotations, incidents and leavers. */
export const rotationRows: readonly RegisterRow[] = [
  row(3, { event: 'staff-left', staffId: leaverId, by: 'stf_local-both', note: hash('a') }),
  row(2, { event: 'incident', what: 'trust_changed' }),
  row(1, {
    event: 'rotation',
    rotationId: 'rot_01JD5Z7K3V9M0QX2R8T4B6C1N5',
    because: 'schedule',
    by: 'schedule',
    fromEpoch: 2,
    toEpoch: 3,
    startedAt: minute(0),
    lastAcceptedAt: minute(4),
    firstRefusedAt: minute(5),
    cutOff: minute(6),
    canary: 'refused',
    repairs: 0,
    doneAt: minute(8),
  }),
];

const agreed = {
  shopperId: 'shp_01JD5Z7K3V9M0QX2R8T4B6C1N5',
  purpose: 'delivery',
  state: 'granted',
  policyVersion,
  by: 'verification',
} as const;

/** Rows of the consents: one whose text is proven, one that names a text nobody published, one without a text. */
export const consentRows: readonly RegisterRow[] = [
  row(3, { ...agreed, ...shownText(policyVersion, 'ja', 'delivery') }),
  row(2, { ...agreed, locale: 'en', text: hash('0') }),
  row(1, { ...agreed, state: 'withdrawn', by: 'number-recycled' }),
];

/** What one part of a register check sees. */
export const partSeen = (body: unknown, more: object = {}): Told => {
  const { kind, part } = body as { readonly kind: string; readonly part: number };
  const seen = { kind, part, parts: 8, chains: 31, rows: 1204, heads: 31, roots: 312, rootsEndAt: minute(0) };
  return ok({ ...seen, notes: { kept: 2, erased: part === 0 ? 1 : 0 }, ...more });
};

/** An answer that does not come. */
export const never = (): Promise<Told> => new Promise(() => {});

/** What `first` says for the first `count` calls, and `then` from there on. */
export const firstThen = (
  count: number,
  first: (body: unknown) => Told,
  then: (body: unknown) => Told | Promise<Told>,
): ((body: unknown) => Told | Promise<Told>) => {
  let calls = 0;
  return body => {
    calls += 1;
    return calls <= count ? first(body) : then(body);
  };
};
