import { parseRange } from './address-range.ts';
import { arnParts, splitArn } from './arn.ts';
import { PolicyError } from './policy-error.ts';
import { parseBytes, parseTruth } from './quantity.ts';
import type { RequestKeys } from './request-keys.ts';
import { parseTemplate, render } from './variables.ts';
import { fits } from './wildcard.ts';

/** A policy value made ready: whether one value of the request matches it. Negation is left to the operator. */
export type Operand = (value: string, keys: RequestKeys) => boolean;

/** Where a policy value stands, and whether its document's version knows variables. */
export type OperandReading = { readonly variables: boolean; readonly place: string };

/** Makes an operand of policy text; refuses text that can not be a value of its kind. */
export type CompileOperand = (text: string, reading: OperandReading) => Operand;

/** Case-sensitive text; `anywhere` makes `*` and `?` wildcards (StringLike). An unfilled variable matches nothing. */
export function textOperand(wildcards: 'none' | 'anywhere'): CompileOperand {
  return (text, reading) => {
    const template = parseTemplate(text, { wildcards, ...reading });
    return (value, keys) => {
      const pattern = render(template, keys);
      return pattern !== undefined && fits(pattern, value);
    };
  };
}

/** Text without regard to case, no wildcards. */
export const caselessOperand: CompileOperand = (text, reading) => {
  const template = parseTemplate(text, { wildcards: 'none', ...reading });
  return (value, keys) => {
    const pattern = render(template, keys);
    return pattern?.kind === 'fixed' && pattern.text.toLowerCase() === value.toLowerCase();
  };
};

/**
 * An ARN, each of its six parts compared alone, so that no wildcard reaches over a colon; ArnEquals and ArnLike are
 * the same. A pattern with fewer parts is refused. Rule: IAM User Guide, ARN condition operators.
 */
export const arnOperand: CompileOperand = (text, reading) => {
  const segments = splitArn(text, reading.variables);
  if (segments.length !== 6 || segments[0] !== 'arn') {
    throw new PolicyError(reading.place, 'an ARN pattern has six parts and starts with arn:');
  }
  const templates = segments.map(segment => parseTemplate(segment, { wildcards: 'anywhere', ...reading }));
  return (value, keys) => {
    const parts = arnParts(value);
    if (parts === undefined) return false;
    return templates.every((template, at) => {
      const pattern = render(template, keys);
      return pattern !== undefined && fits(pattern, parts[at] ?? '');
    });
  };
};

/** A number or an instant; `holds` compares the request's value with the policy's. Variables are not allowed here. */
export function comparedOperand(
  parse: (text: string, place: string) => number,
  holds: (given: number, wanted: number) => boolean,
): CompileOperand {
  return (text, reading) => {
    const wanted = parse(text, reading.place);
    return value => holds(parse(value, 'context'), wanted);
  };
}

/** `true` or `false` in any case; anything else, on either side, throws. */
export const truthOperand: CompileOperand = (text, reading) => {
  const wanted = parseTruth(text, reading.place);
  return value => parseTruth(value, 'context') === wanted;
};

/** An IPv4 or IPv6 address or CIDR range. */
export const addressOperand: CompileOperand = (text, reading) => {
  const contains = parseRange(text, reading.place);
  return value => contains(value);
};

/** Bytes in base64, compared after decoding. */
export const bytesOperand: CompileOperand = (text, reading) => {
  const wanted = parseBytes(text, reading.place);
  return value => parseBytes(value, 'context') === wanted;
};
