/** A JSON value as it stands in a log line. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** A log line that was parsed. */
export type Line = { readonly [name: string]: Json };

type Test = (line: Line) => boolean;

const word = /\s*(?:(?<quoted>"[^"]*")|(?<mark>&&|\|\||!=|=|[(){}])|(?<bare>[^\s(){}=!&|"]+))/uy;

/**
 * Reads a filter pattern for JSON lines as the CloudWatch Logs User Guide describes it, written for the tests from the
 * guide alone: what the local system reads is held against it. Knows what our patterns use and throws at anything else.
 */
export function readPattern(pattern: string): Test {
  const words = wordsOf(pattern);
  const take = (expected?: string): string => {
    const next = words.shift();
    if (next === undefined || (expected !== undefined && next !== expected))
      throw new Error(`${expected ?? 'a word'} is missing before ${next ?? 'the end'} in ${pattern}`);
    return next;
  };
  const condition = (): Test => {
    if (words[0] === '(') {
      take('(');
      const inner = either();
      take(')');
      return inner;
    }
    const field = take();
    const verb = take();
    if (verb === 'NOT') {
      take('EXISTS');
      return line => at(line, field) === undefined;
    }
    if (verb !== '=' && verb !== '!=') throw new Error(`${verb} is not a comparison in ${pattern}`);
    const fits = comparison(take());
    return line => {
      const value = at(line, field);
      const isValue = value !== undefined && value !== null && typeof value !== 'object';
      return isValue && fits(String(value)) === (verb === '=');
    };
  };
  const both = (): Test => {
    const tests = [condition()];
    while (words[0] === '&&') {
      take();
      tests.push(condition());
    }
    return line => tests.every(test => test(line));
  };
  const either = (): Test => {
    const tests = [both()];
    while (words[0] === '||') {
      take();
      tests.push(both());
    }
    return line => tests.some(test => test(line));
  };
  take('{');
  const test = either();
  take('}');
  if (words.length > 0) throw new Error(`${words.join(' ')} stands after the end of ${pattern}`);
  return test;
}

function wordsOf(pattern: string): string[] {
  const words: string[] = [];
  word.lastIndex = 0;
  const text = pattern.trim();
  while (word.lastIndex < text.length) {
    const found = word.exec(text);
    if (found === null) throw new Error(`not a filter pattern: ${pattern}`);
    words.push(found[0].trim());
  }
  return words;
}

/** `$.a.b[0].c` in a line; undefined where it does not stand. */
function at(line: Line, field: string): Json | undefined {
  const path = /^\$\.(?<path>.+)$/u.exec(field)?.groups?.['path'];
  if (path === undefined) throw new Error(`${field} is not a field`);
  let value: Json | undefined = line;
  for (const step of path.replaceAll(/\[(\d+)\]/gu, '.$1').split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as { readonly [name: string]: Json })[step];
  }
  return value;
}

/** A star at an end of a term stands for anything, in its middle for itself. */
function comparison(term: string): (value: string) => boolean {
  const text = term.replaceAll('"', '');
  if (text === '*') return () => true;
  const core = text.replace(/^\*/u, '').replace(/\*$/u, '');
  const [open, close] = [text.startsWith('*'), text.endsWith('*')];
  if (open && close) return value => value.includes(core);
  if (open) return value => value.endsWith(core);
  return close ? value => value.startsWith(core) : value => value === core;
}
