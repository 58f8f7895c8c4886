/** A shopper as `POST /v1/custodian/searches` tells it: found by the number's index, nothing is opened. */
export type FoundShopper = { readonly shopperId: string; readonly verifiedAt: string };

/** Why a shopper may be suspended. */
export const suspensionReasons = ['false_registration', 'somebody_elses_number', 'abuse', 'other'] as const;

/** How a shopper stands, from `GET /v1/custodian/shoppers/{shopperId}`; nothing here says which number is theirs. */
export type ShopperStanding = {
  readonly shopperId: string;
  readonly createdAt: string;
  readonly verifiedAt: string;
  readonly suspension?: {
    readonly since: string;
    readonly reason: (typeof suspensionReasons)[number];
    readonly by: string;
  };
};

/** What does not hold in a register, and where. */
export type RegisterFault = {
  readonly what: string;
  readonly chain?: string;
  readonly sequence?: number;
  readonly root?: number;
};

/** What `POST /v1/custodian/register-checks` saw in one part of one register. */
export type RegisterCheck = {
  readonly kind: string;
  readonly part: number;
  readonly parts: number;
  readonly chains: number;
  readonly rows: number;
  readonly heads: number;
  readonly roots: number;
  readonly rootsEndAt?: string;
  readonly notes: { readonly kept: number; readonly erased: number };
  readonly fault?: RegisterFault;
};

/** Where a row stands in a register. */
export type RowPlace = { readonly chain: string; readonly sequence: number; readonly hash: string };

/** One rotation: its steps with the time each was done, what its proofs saw, and its row in the register. */
export type Rotation = {
  readonly rotationId: string;
  readonly because: 'schedule' | 'asked' | 'leaver' | 'overdue';
  readonly by: string;
  readonly startedAt: string;
  readonly toEpoch: number;
  readonly steps: readonly { readonly step: string; readonly at?: string }[];
  readonly lastAcceptedAt?: string;
  readonly firstRefusedAt?: string;
  readonly cutOffAt?: string;
  readonly doneAt?: string;
  readonly evidence?: RowPlace;
};

/** How the custodian's login stands, from `GET /v1/custodian/rotations`; `waiting` is asked for and has not begun. */
export type Rotations = {
  readonly epoch: number;
  readonly rotatedAt: string;
  readonly dueAt: string;
  readonly overdue: boolean;
  readonly waiting?: { readonly rotationId: string };
  readonly running?: Rotation;
  readonly last?: Rotation;
};

/** A person of the user directory. */
export type StaffMember = {
  readonly staffId: string;
  readonly name: string;
  readonly state: 'active' | 'left';
};

/** The end of a person's access, part by part, from `GET /v1/custodian/staff/{staffId}/leave`. */
export type Leave = {
  readonly staffId: string;
  readonly leftAt: string;
  readonly by: string;
  readonly parts: {
    readonly sessions: { readonly state: 'ended'; readonly at: string };
    readonly login: { readonly state: 'disabled' | 'pending'; readonly at?: string };
    readonly pins: {
      readonly state: 'ended';
      readonly at: string;
      readonly stores: readonly {
        readonly storeId: string;
        readonly name: string;
        readonly renewed: boolean;
      }[];
    };
    readonly rotation: {
      readonly state: 'pending' | 'requested' | 'running' | 'done';
      readonly doneAt?: string;
    };
    readonly evidence: RowPlace;
  };
};
