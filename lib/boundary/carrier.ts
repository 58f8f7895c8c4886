import { is, records, some } from '../filter-pattern.ts';
import { calls, ringing } from './ground.ts';
import type { BoundaryEvent } from './ground.ts';

/**
 * The carrier's side door (decision 0039): delivery logging turned on, which writes each number in clear into a log, and
 * lists of numbers that AWS keeps of itself. Nobody has a reason, a deploy neither.
 */
export function carrierEvents(): readonly BoundaryEvent[] {
  const logRole = is('$.requestParameters.attributes.DeliveryStatusIAMRole', 'arn:*');
  const listed = some(
    `(${calls('sns', 'ListPhoneNumbersOptedOut')})`,
    `(${calls('sms-voice', 'DescribeOptedOutNumbers')})`,
  );
  return [
    ringing('CarrierLogged', records(calls('sns', 'SetSMSAttributes'), logRole)),
    ringing('NumbersListed', records(listed)),
  ];
}
