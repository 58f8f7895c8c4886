import type { RefusalCode } from '../../lambdas/domain/refusal.ts';

/** What goes into a text about a problem, already in words. */
export type ProblemFacts = {
  readonly attemptsLeft: number | undefined;
  readonly wait: string;
  readonly redeemedAt: string | undefined;
  readonly heldUntil: string | undefined;
  readonly storeName: string | undefined;
  readonly why: string | undefined;
  readonly usableAt: string | undefined;
  readonly message: string | undefined;
};

/** What happened and what to do, as plain texts or with facts in them. */
export type ProblemWords = readonly [
  what: string | ((facts: ProblemFacts) => string),
  next: string | ((facts: ProblemFacts) => string),
];

/** The refusals that a shopper or a clerk can meet; the console has words of its own for the rest. */
export type PageRefusal = Exclude<
  RefusalCode,
  | `campaign.${string}`
  | `message.${string}`
  | `register.${string}`
  | `reading.${string}`
  | `login.${string}`
  | `rotation.${string}`
  | `staff.${string}`
  | `usage.${string}`
  | `picture.${string}`
  | 'shopper.not_found'
  | 'store.pin_known'
  | 'route.not_found'
>;

/** Words for every refusal a page can meet, for a lost connection, and for all else. */
export type ProblemBook = Readonly<Record<PageRefusal | 'network.unreachable' | 'generic', ProblemWords>>;
