/** A filter pattern that CloudWatch Logs would refuse, or that is not played here; the message says where. */
export class FilterPatternProblem extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'FilterPatternProblem';
  }
}

/** What a field is compared with: quoted text is text, bare text may be a number. */
export type Literal = { readonly text: string; readonly quoted: boolean };

/** How a field is compared; the last five need no literal. */
export type Comparison =
  | { readonly operator: '=' | '!=' | '<' | '>' | '<=' | '>='; readonly literal: Literal }
  | { readonly operator: 'EXISTS' | 'NOT EXISTS' | 'IS NULL' | 'IS TRUE' | 'IS FALSE' };

/** A parsed JSON pattern. `path` goes from the root: `$.a[0].b` is `a`, `0`, `b`. */
export type Condition =
  | { readonly kind: 'any' | 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'field'; readonly path: readonly (string | number)[]; readonly test: Comparison };

type Token = { readonly kind: 'sign' | 'operator' | 'selector' | 'quoted' | 'bare'; readonly text: string };

const longestPattern = 1024;
const tokenForms =
  /\s*(?:(?<sign>[{}()]|&&|\|\|)|(?<operator>!=|<=|>=|=|<|>)|(?<selector>\$\.[\w-]+(?:\.[\w-]+|\[\d+\])*)|"(?<quoted>(?:[^"\\]|\\.)*)"|(?<bare>[^\s(){}&|=!<>"$]+))/y;

/** Parses `{ … }` with `&&` before `||`. Rule: CloudWatch Logs User Guide, filter pattern syntax for JSON log events. */
export function parseFilterSyntax(pattern: string): Condition {
  if (pattern.length > longestPattern) {
    throw new FilterPatternProblem(`A filter pattern has at most ${longestPattern} characters`);
  }
  const tokens = new Tokens(tokensOf(pattern));
  tokens.expectSign('{');
  const condition = anyOf(tokens);
  tokens.expectSign('}');
  if (tokens.left > 0) throw new FilterPatternProblem('Something follows the closing brace');
  return condition;
}

class Tokens {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get left(): number {
    return this.#tokens.length - this.#at;
  }

  take(): Token {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new FilterPatternProblem('The pattern ends too early');
    this.#at += 1;
    return token;
  }

  /** Takes the next token if it is this sign. */
  takeSign(sign: string): boolean {
    const next = this.#tokens[this.#at];
    const found = next?.kind === 'sign' && next.text === sign;
    if (found) this.#at += 1;
    return found;
  }

  expectSign(sign: string): void {
    if (!this.takeSign(sign)) throw new FilterPatternProblem(`There is no ${sign} where one belongs`);
  }
}

function tokensOf(pattern: string): readonly Token[] {
  const tokens: Token[] = [];
  const text = pattern.trim();
  tokenForms.lastIndex = 0;
  while (tokenForms.lastIndex < text.length) {
    const from = tokenForms.lastIndex;
    const groups = tokenForms.exec(text)?.groups;
    if (groups === undefined) throw new FilterPatternProblem(`Not understood from character ${from} on`);
    for (const kind of ['sign', 'operator', 'selector', 'quoted', 'bare'] as const) {
      const found = groups[kind];
      if (found !== undefined) tokens.push({ kind, text: found });
    }
  }
  return tokens;
}

function anyOf(tokens: Tokens): Condition {
  const of = [allOf(tokens)];
  while (tokens.takeSign('||')) of.push(allOf(tokens));
  return { kind: 'any', of };
}

function allOf(tokens: Tokens): Condition {
  const of = [oneOf(tokens)];
  while (tokens.takeSign('&&')) of.push(oneOf(tokens));
  return { kind: 'all', of };
}

function oneOf(tokens: Tokens): Condition {
  if (!tokens.takeSign('(')) return fieldTest(tokens);
  const inner = anyOf(tokens);
  tokens.expectSign(')');
  return inner;
}

function fieldTest(tokens: Tokens): Condition {
  const selector = tokens.take();
  if (selector.kind !== 'selector')
    throw new FilterPatternProblem('A condition begins with a selector, $.field');
  const steps = selector.text.slice(2).split(/[.[]/);
  const path = steps.map(step => (step.endsWith(']') ? Number(step.slice(0, -1)) : step));
  return { kind: 'field', path, test: comparison(tokens) };
}

function comparison(tokens: Tokens): Comparison {
  const { kind, text } = tokens.take();
  if (kind === 'operator') {
    const literal = literalOf(tokens.take());
    const operator = text as '=' | '!=' | '<' | '>' | '<=' | '>=';
    if (operator !== '=' && operator !== '!=' && !isNumber(literal)) {
      throw new FilterPatternProblem(`${operator} compares with a number`);
    }
    return { operator, literal };
  }
  const words = kind !== 'bare' || text === 'EXISTS' ? text : `${text} ${tokens.take().text}`;
  if (kind === 'bare' && isWords(words)) return { operator: words };
  throw new FilterPatternProblem('A selector is followed by a comparison, EXISTS, NOT EXISTS or IS NULL');
}

function isWords(words: string): words is 'EXISTS' | 'NOT EXISTS' | 'IS NULL' | 'IS TRUE' | 'IS FALSE' {
  return ['EXISTS', 'NOT EXISTS', 'IS NULL', 'IS TRUE', 'IS FALSE'].includes(words);
}

function literalOf({ kind, text }: Token): Literal {
  if (kind === 'quoted') return { text: text.replaceAll(/\\(["\\])/g, '$1'), quoted: true };
  if (kind === 'bare') return { text, quoted: false };
  throw new FilterPatternProblem('A comparison ends with text or a number');
}

/** Whether bare text is a number: a sign, decimals and an exponent are allowed. */
export function isNumber({ text, quoted }: Literal): boolean {
  return !quoted && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
}
