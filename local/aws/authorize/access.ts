import type { Context } from '../../../policy/request.ts';
import type { Body } from '../engine.ts';
import type { Session } from '../caller.ts';

/** One permission a call needs; a call may need several, all of them. `resource` is an ARN or `*`. */
export type Access = {
  /** The IAM action, `kms:Decrypt`. */
  readonly action: string;
  readonly resource: string;
  /** The condition keys this service supplies for this action, and no others. */
  readonly context: Context;
};

/** Reads from a call which permissions it needs. Throws AwsError where the resource cannot exist. */
export type AccessReader = (operation: string, body: Body, session: Session) => readonly Access[];

/** Leaves out the keys whose value is absent: AWS does not send empty keys. */
export function contextOf(
  entries: Readonly<Record<string, string | readonly string[] | undefined>>,
): Context {
  return Object.fromEntries(
    Object.entries(entries).filter(
      (entry): entry is [string, string | readonly string[]] => entry[1] !== undefined && entry[1].length > 0,
    ),
  );
}
