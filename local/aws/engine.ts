import type { Session } from './caller.ts';

/** A request or answer body: JSON for the JSON services, flat form fields for the query services. */
export type Body = Readonly<Record<string, unknown>>;

/** What an engine may know about the call besides its body. `nowMs` is the local system's clock. */
export type Call = { readonly session: Session; readonly nowMs: number; readonly requestId: string };

/** Capacity a call consumed, in DynamoDB request units. */
export type Units = { readonly read: number; readonly write: number };

/** An engine's answer: the body to send and, for DynamoDB, what it cost. */
export type Answer = { readonly body: Body; readonly units?: Units };

/** One AWS service. A refusal is thrown as AwsError; anything else thrown is a defect and becomes a 500. */
export type Engine = {
  handle(operation: string, body: Body, call: Call): Promise<Answer>;
  /** State to keep over a restart, as JSON; `restore` takes it back before the first call. */
  snapshot(): Promise<unknown>;
  restore(state: unknown): Promise<void>;
};
