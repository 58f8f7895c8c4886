import { describe, expect, test } from 'vitest';
import { proveClosedFunctions, proveDeployOrder } from './deploy-order.ts';
import { readHouse } from './proven-house.ts';
import { idleExcuses, proveNoSurplus } from './surplus.ts';

const house = readHouse();

describe('the identity policies', () => {
  test('speak of no key, hold no wildcard without a reason, and are one for each function', () => {
    expect(proveNoSurplus(house)).toEqual([]);
  });

  test('need every excuse that is written down', () => {
    expect(idleExcuses(house)).toEqual([]);
  });
});

describe('the templates', () => {
  test('name in no policy a principal that is not there yet', () => {
    expect(proveDeployOrder(house)).toEqual([]);
  });

  test('let nobody but the API invoke a function', () => {
    expect(proveClosedFunctions(house)).toEqual([]);
  });
});
