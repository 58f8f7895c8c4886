import type { Mistake } from './mistake.ts';
import {
  allowing,
  bySid,
  conditioned,
  type Edit,
  withoutAction,
  withoutBoundary,
  withTable,
} from './mutations.ts';
import { readingVerbs, writingVerbs } from './promises.ts';
import { type ProvenHouse, roleNamed, tableNamed } from './proven-house.ts';

const tableArn = (house: ProvenHouse, name: string) => tableNamed(house, name).arn;
const may = (role: string, action: string, table: string) => (house: ProvenHouse) =>
  allowing(house, role, `dynamodb:${action}`, tableArn(house, table));
const guard = (table: string, edit: Edit | undefined) => (house: ProvenHouse) =>
  withTable(house, table, edit);

/** What could go wrong at the tables. */
export const tableMistakes: readonly Mistake[] = [
  { name: 'an unguarded Vault', caughtAs: 'reads-the-vault', plant: guard('Vault', undefined) },
  ...readingVerbs.map(
    (verb): Mistake => ({
      name: `${verb} not denied on the Vault`,
      caughtAs: 'reads-the-vault',
      plant: guard(
        'Vault',
        bySid('CustodianAloneReads', statement => withoutAction(statement, `dynamodb:${verb}`)),
      ),
    }),
  ),
  {
    name: 'verify spared by the Vault',
    caughtAs: 'reads-the-vault',
    plant: house =>
      withTable(
        house,
        'Vault',
        bySid('CustodianAloneReads', statement =>
          conditioned(statement, 'ArnNotEquals', 'aws:PrincipalArn', [
            roleNamed(house, 'custodian').arn,
            roleNamed(house, 'shopper-verify').arn,
          ]),
        ),
      ),
  },
  {
    name: 'a read of the Vault granted to the sealer',
    caughtAs: 'reads-the-vault',
    plant: may('shopper-verify', 'GetItem', 'Vault'),
  },
  {
    name: 'a read of the Vault granted to the desk',
    caughtAs: 'reads-the-vault',
    plant: may('custodian-desk', 'Query', 'Vault'),
  },
  {
    name: 'a Scan for the custodian',
    caughtAs: 'reads-the-vault',
    plant: house => withoutBoundary(may('custodian', 'Scan', 'Vault')(house), 'custodian'),
  },
  {
    name: 'old rows handed back',
    caughtAs: 'gets-back-what-it-wrote',
    plant: guard(
      'Vault',
      bySid('WritesReturnNothing', () => undefined),
    ),
  },
  {
    name: 'old attributes handed back',
    caughtAs: 'gets-back-what-it-wrote',
    plant: guard(
      'Vault',
      bySid('WritesReturnNothing', statement =>
        conditioned(statement, 'StringEquals', 'dynamodb:ReturnValues', [
          'ALL_OLD',
          'ALL_NEW',
          'UPDATED_NEW',
        ]),
      ),
    ),
  },
  {
    name: 'a Vault written by the wallet',
    caughtAs: 'writes-the-vault',
    plant: may('shopper-wallet', 'PutItem', 'Vault'),
  },
  {
    name: 'a Vault updated by the sealer',
    caughtAs: 'writes-the-vault',
    plant: may('shopper-verify', 'UpdateItem', 'Vault'),
  },
  { name: 'an unguarded Register', caughtAs: 'rewrites-the-register', plant: guard('Register', undefined) },
  ...writingVerbs
    .filter(verb => verb !== 'PutItem')
    .map(
      (verb): Mistake => ({
        name: `${verb} not denied on the Register`,
        caughtAs: 'rewrites-the-register',
        plant: guard(
          'Register',
          bySid('RowsStayAsWritten', statement => withoutAction(statement, `dynamodb:${verb}`)),
        ),
      }),
    ),
  {
    name: 'a deletion granted on the Register',
    caughtAs: 'rewrites-the-register',
    plant: may('custodian-desk', 'DeleteItem', 'Register'),
  },
  {
    name: 'a batch granted on the Register',
    caughtAs: 'rewrites-the-register',
    plant: may('pulse', 'BatchWriteItem', 'Register'),
  },
  {
    name: 'rows added by the till',
    caughtAs: 'rewrites-the-register',
    plant: may('store-till', 'PutItem', 'Register'),
  },
  {
    name: 'the Register read by the console',
    caughtAs: 'reads-the-register',
    plant: may('marketer-console', 'Query', 'Register'),
  },
];
