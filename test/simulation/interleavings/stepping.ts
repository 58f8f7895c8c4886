import type { Scheduler } from 'fast-check';
import type { Dynamo } from '../../../lambdas/aws/dynamo.ts';

/** Carries out one call when its turn comes. */
export type Step = <T>(label: string, call: () => Promise<T>) => Promise<T>;

const turn = () => new Promise<void>(resolve => setImmediate(resolve));

/**
 * Lets the scheduler say which call comes next. A step is one whole call, and nothing else happens meanwhile; after it
 * everybody has come as far as their next call, so that a schedule is the same whenever it is run.
 */
export function stepBy(scheduler: Scheduler): Step {
  return (label, call) =>
    new Promise((resolve, reject) => {
      const builder = async () => {
        await call().then(resolve, reject);
        await turn();
      };
      scheduler.scheduleSequence([{ label, builder }]);
    });
}

/** The verbs of a Dynamo, each call waiting for its turn. */
export function scheduledDynamo(dynamo: Dynamo, who: string, step: Step): Dynamo {
  return {
    get: (...call) => step(`${who} get`, () => dynamo.get(...call)),
    getAll: places => step(`${who} get all`, () => dynamo.getAll(places)),
    update: input => step(`${who} update`, () => dynamo.update(input)),
    put: (...call) => step(`${who} put`, () => dynamo.put(...call)),
    delete: (...call) => step(`${who} delete`, () => dynamo.delete(...call)),
    transact: writes => step(`${who} transact`, () => dynamo.transact(writes)),
    query: input => step(`${who} query`, () => dynamo.query(input)),
  };
}
