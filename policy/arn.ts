/** The six parts of an ARN: `arn`, partition, service, region, account, and the rest with its own colons. */
export type ArnParts = readonly [string, string, string, string, string, string];

/**
 * Splits policy text at its first five colons, fewer when there are fewer; where the document knows variables, a
 * colon inside `${…}` does not count.
 */
export function splitArn(text: string, variables: boolean): string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  for (let at = 0; at < text.length && parts.length < 5; at++) {
    if (variables && text.startsWith('${', at)) depth = 1;
    else if (text[at] === '}') depth = 0;
    else if (text[at] === ':' && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}

/** The six parts of a complete ARN; undefined when the text is not one. */
export function arnParts(text: string): ArnParts | undefined {
  const [arn, partition, service, region, account, ...rest] = text.split(':');
  if (arn !== 'arn' || !partition || !service) return undefined;
  if (region === undefined || account === undefined || rest.length === 0) return undefined;
  return [arn, partition, service, region, account, rest.join(':')];
}
