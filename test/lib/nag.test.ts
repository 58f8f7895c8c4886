import { AwsSolutionsChecks, type NagPack, ServerlessChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { acknowledgementsFor } from '../../lib/acknowledgements.ts';
import { checkRules } from '../../lib/nag.ts';
import { plan } from './built-house.ts';

/** What a pack finds, acknowledged or not, as `path id`. */
function findingsOf(pack: NagPack, prefix: string, app: ReturnType<typeof plan>['app']): string[] {
  return pack
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${constructPath} ${prefix}::${ruleName}`),
    );
}

describe.each(['dev', 'prod.example'])('the rule packs on %s', stage => {
  const { app, house } = plan(stage);
  const acknowledged = acknowledgementsFor(house);

  test('find what is acknowledged, finding by finding, and an acknowledgement nobody needs is gone', () => {
    const found = [
      ...findingsOf(new AwsSolutionsChecks(), 'AwsSolutions', app),
      ...findingsOf(new ServerlessChecks(), 'Serverless', app),
    ];
    expect(acknowledged.map(({ path, id }) => `${path} ${id}`).toSorted()).toEqual(found.toSorted());
  });

  test('are answered with a reason each', () => {
    const withoutReason = acknowledged.filter(({ reason }) => !/^[A-Z].{40,}\.$/.test(reason));
    expect(withoutReason).toEqual([]);
  });
});

test('an acknowledgement where nothing stands stops the synthesis', () => {
  const { app, house } = plan('dev');
  const elsewhere = { ...house, names: { ...house.names, stack: (rest: string) => `elsewhere-${rest}` } };
  expect(() => checkRules(app, elsewhere)).toThrow('acknowledged at elsewhere-vault/CustodianLogin/Resource');
});
