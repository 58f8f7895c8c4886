import type { PolicyDocument } from '../../policy/request.ts';
import { AwsError } from './aws-error.ts';
import { isObject } from './fields.ts';

/** Reads a policy sent as text; refused with the service's own `code` when it is no JSON object with statements. */
export function readPolicyText(text: string, code: string): PolicyDocument {
  try {
    const document: unknown = JSON.parse(text);
    if (isObject(document) && 'Statement' in document) return document as PolicyDocument;
  } catch {
    // the same refusal as for JSON of another shape
  }
  throw new AwsError(code, 'The policy is not valid JSON with statements');
}
