import type { Context } from '../../policy/request.ts';
import type { Principal } from './principals.ts';
import type { ProvenHouse } from './proven-house.ts';

/** Where a call comes from; AWS names the function in `lambda:SourceFunctionArn` where it comes from one. */
export type Place = 'its own function' | 'another function' | 'outside';

/** Every place that is tried, the right one first. */
export const places: readonly Place[] = ['its own function', 'another function', 'outside'];

/** What a call of this principal carries of its place; who has no function of its own comes from some other. */
export function contextOfPlace(house: ProvenHouse, { functionArn }: Principal, place: Place): Context {
  if (place === 'outside') return {};
  const another = house.deployment.functions.find(({ arn }) => arn !== functionArn)?.arn ?? '';
  return { 'lambda:SourceFunctionArn': place === 'another function' ? another : (functionArn ?? another) };
}
