import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { decisionSchema, type Decision } from '../lambdas/domain/decision.ts';
import { rulesSchema, type VerificationRules } from '../lambdas/domain/verification-rules.ts';

/** Decisions out of an export of the log; `others` are lines about something else, `broken` such as cannot be read. */
export type ReadDecisions = {
  readonly decisions: readonly Decision[];
  readonly others: number;
  readonly broken: number;
};

const code = 'challenge.decided';
const wrapped = z.union([
  z.object({ message: z.unknown() }).transform(({ message }) => message),
  z.object({ '@message': z.unknown() }).transform(line => line['@message']),
]);
const line = z.looseObject({ code: z.string() });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The JSON in a line of text: all of it, what stands behind a time stamp, or a quoted field of a table. */
function jsonIn(text: string): unknown {
  const inner = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  return parse(text) ?? parse(inner) ?? parse(inner.replaceAll('""', '"'));
}

type Seen = Decision | 'other' | 'broken';

/** One logged line, as it was written, as text, or wrapped by CloudWatch. */
function look(value: unknown): Seen {
  if (typeof value === 'string') {
    if (!value.includes('{')) return 'other';
    const found = jsonIn(value);
    return typeof found === 'object' ? look(found) : 'broken';
  }
  const logged = line.safeParse(value);
  if (logged.success) {
    if (logged.data.code !== code) return 'other';
    const decision = decisionSchema.safeParse(logged.data);
    return decision.success && !Number.isNaN(Date.parse(decision.data.at)) ? decision.data : 'broken';
  }
  const inside = wrapped.safeParse(value);
  return inside.success && inside.data !== undefined ? look(inside.data) : 'other';
}

/** Lines of an export: an array of JSON, or text whose lines (or fields, as `aws logs --output text` parts them) are. */
function linesOf(text: string): readonly unknown[] {
  const whole = text.trimStart().startsWith('[') ? parse(text) : undefined;
  return Array.isArray(whole) ? whole : text.split(/[\n\t]/u).filter(part => part.trim() !== '');
}

/** Finds the decisions in what the journal wrote, however it was exported. */
export function readDecisions(text: string): ReadDecisions {
  const seen = linesOf(text).map(look);
  return {
    decisions: seen.filter(found => typeof found === 'object'),
    others: seen.filter(found => found === 'other').length,
    broken: seen.filter(found => found === 'broken').length,
  };
}

/** Reads a file, or says in one sentence why not. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new Error(why === 'ENOENT' ? `there is no file ${path}` : `${path} cannot be read (${why})`, {
      cause,
    });
  }
}

/** Reads rules as `fraud rules` prints them; the lines that npm puts before them are skipped. */
export function readRulesFile(path: string): VerificationRules {
  const text = readText(path).replace(/^(?:>.*|\s*)\n/gmu, '');
  const value = parse(text);
  if (value === undefined)
    throw new Error(`${path} is not JSON; npm run -s fraud -- rules prints rules to begin from`);
  const rules = rulesSchema.safeParse(value);
  if (rules.success) return rules.data;
  throw new Error(`${path} does not hold rules:\n${z.prettifyError(rules.error)}`);
}
