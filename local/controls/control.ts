import type * as z from 'zod';
import { type Incoming, type Outgoing, json } from '../gateway/exchange.ts';

/** One thing that can be asked of the local system under `/local/`. */
export type Control = (request: Incoming) => Promise<Outgoing> | Outgoing;

/** Controls by `METHOD /path`. */
export type Controls = Readonly<Record<string, Control>>;

/** Reads a JSON body through a schema; a body that does not fit is answered with 400 and the names of the bad fields. */
export function withBody<Schema extends z.ZodType>(
  schema: Schema,
  control: (body: z.output<Schema>, request: Incoming) => Promise<Outgoing> | Outgoing,
): Control {
  return request => {
    const parsed = schema.safeParse(parseJson(request.body.toString('utf8')));
    if (!parsed.success) {
      const fields = parsed.error.issues.map(issue => issue.path.join('.') || 'body');
      return json(400, { message: `Not understood: ${[...new Set(fields)].join(', ')}` });
    }
    return control(parsed.data, request);
  };
}

/** The parameters of the query string. */
export function queryOf(request: Incoming): URLSearchParams {
  return new URLSearchParams(request.query);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text);
  } catch {
    return undefined;
  }
}
