import { checkConditionKey } from './condition-key.ts';
import { PolicyError } from './policy-error.ts';
import type { RequestKeys } from './request-keys.ts';
import { type Glyph, type Pattern, patternOf, plainGlyphs, wildGlyphs } from './wildcard.ts';

type Part =
  | { readonly kind: 'glyphs'; readonly glyphs: readonly Glyph[] }
  | { readonly kind: 'variable'; readonly key: string; readonly fallback: string | undefined };

/** Policy text with its variables found; `fixed` when there is none, so that it is compiled only once. */
export type Template = { readonly parts: readonly Part[]; readonly fixed: Pattern | undefined };

/**
 * How a text is to be read: whether `*` and `?` are wildcards in it (`in-segment`: not for a
 * colon, but for a `*` at the end), and `${…}` a
 * variable, which needs Version 2012-10-17.
 */
export type Reading = {
  readonly wildcards: 'none' | 'anywhere' | 'in-segment';
  readonly variables: boolean;
  readonly place: string;
};

const VARIABLE = /^\$\{([^},]+)(?:, ?'([^']*)')?\}/u;
const SPECIAL = /^\$\{([*?$])\}/u;

/**
 * Reads policy text: `${key}`, `${key, 'default'}` and the escapes `${*}`, `${?}`, `${$}`. An unfinished `${`, or one
 * whose key has no valid shape such as `${AWS::AccountId}`, is refused. Rule: IAM User Guide, policy variables.
 */
export function parseTemplate(text: string, reading: Reading): Template {
  const parts: Part[] = [];
  let at = 0;
  while (at < text.length) {
    const opening = reading.variables ? text.indexOf('${', at) : -1;
    const end = opening === -1 ? text.length : opening;
    if (end > at) parts.push(plain(text.slice(at, end), reading.wildcards, end === text.length));
    if (opening === -1) break;
    const [part, length] = readVariable(text.slice(opening), reading.place);
    parts.push(part);
    at = opening + length;
  }
  return templateOf(parts);
}

function templateOf(parts: readonly Part[]): Template {
  if (parts.some(part => part.kind === 'variable')) return { parts, fixed: undefined };
  return { parts, fixed: patternOf(parts.flatMap(part => (part.kind === 'glyphs' ? part.glyphs : []))) };
}

/** Several texts as one, with a colon between them: the parts of an ARN. */
export function joinTemplates(templates: readonly Template[]): Template {
  const colon: Part = { kind: 'glyphs', glyphs: plainGlyphs(':') };
  return templateOf(
    templates.flatMap((template, at) => (at === 0 ? template.parts : [colon, ...template.parts])),
  );
}

function plain(text: string, wildcards: Reading['wildcards'], last: boolean): Part {
  if (wildcards === 'none') return { kind: 'glyphs', glyphs: plainGlyphs(text) };
  const glyphs = wildGlyphs(text, wildcards === 'anywhere');
  if (last && text.endsWith('*')) glyphs.push({ kind: 'run', crossesColon: true });
  return { kind: 'glyphs', glyphs };
}

function readVariable(text: string, place: string): [Part, number] {
  const special = SPECIAL.exec(text);
  if (special?.[1] !== undefined) return [plain(special[1], 'none', false), special[0].length];
  const variable = VARIABLE.exec(text);
  if (variable?.[1] === undefined)
    throw new PolicyError(place, "a policy variable is ${key} or ${key, 'default'}");
  checkConditionKey(variable[1], place);
  return [{ kind: 'variable', key: variable[1], fallback: variable[2] }, variable[0].length];
}

/**
 * Fills the variables in from the request. What a variable brings is literal: a `*` in a tag is no wildcard. Answers
 * undefined when a variable has neither a value nor a default; a multivalued key can not be a variable and throws.
 */
export function render(template: Template, keys: RequestKeys): Pattern | undefined {
  if (template.fixed !== undefined) return template.fixed;
  const glyphs: Glyph[] = [];
  for (const part of template.parts) {
    if (part.kind === 'glyphs') {
      glyphs.push(...part.glyphs);
      continue;
    }
    const value = keys.single(part.key) ?? part.fallback;
    if (value === undefined) return undefined;
    glyphs.push(...plainGlyphs(value));
  }
  return patternOf(glyphs);
}
