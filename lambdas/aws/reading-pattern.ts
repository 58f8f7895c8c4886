import { canaryShopper } from '../domain/canary.ts';

/**
 * The filter pattern (CloudWatch Logs) of CloudTrail records of a number opened by the custodian. The rotation's proofs
 * open a canary that is nobody's number; they are not readings.
 */
export function readingPattern(numberKeyArn: string, custodianArn: string): string {
  const shopper = '$.requestParameters.encryptionContext.shopper';
  const conditions = [
    '($.eventSource = "kms.amazonaws.com")',
    '($.eventName = "Decrypt")',
    `($.resources[0].ARN = "${numberKeyArn}")`,
    `($.userIdentity.sessionContext.sessionIssuer.arn = "${custodianArn}")`,
    '($.errorCode NOT EXISTS)',
    `((${shopper} NOT EXISTS) || (${shopper} != "${canaryShopper}"))`,
  ];
  return `{ ${conditions.join(' && ')} }`;
}
