import { Token } from 'aws-cdk-lib';
import { serverless, solutions, type Acknowledgement } from './finding.ts';
import type { House } from './house.ts';

const distribution = 'web/Edge/Distribution/Resource';
const upload = 'web/Custom::CDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C256MiB';

const always: readonly Acknowledgement[] = [
  {
    path: 'web/Pages/Bucket/Resource',
    id: solutions('S1'),
    reason: 'It holds public pages; an access log would hold addresses and link tokens (D9).',
  },
  {
    path: distribution,
    id: solutions('CFR3'),
    reason: 'An access log would hold addresses and the tokens of coupon and opt-out links (D9).',
  },
  {
    path: distribution,
    id: solutions('CFR1'),
    reason: 'A shopper abroad may open the own coupon; sending is what is limited by country.',
  },
  {
    path: distribution,
    id: solutions('CFR2'),
    reason:
      'A web ACL costs more than the whole house idle; limits per number, browser and route stand behind it.',
  },
  {
    path: 'vault/Staff/Pool/Resource',
    id: solutions('COG8'),
    reason: 'The plus plan is paid per user; this pool is by invitation and always asks for a second factor.',
  },
];

const sharedCertificate: Acknowledgement = {
  path: distribution,
  id: solutions('CFR4'),
  reason:
    'A stage without a domain uses CloudFront’s own certificate, whose protocol policy cannot be chosen.',
};

/** Findings at pages, distribution and staff pool, and at the function by which CDK uploads the pages. */
export function webFindings(house: House): Acknowledgement[] {
  return [...always, ...(house.stage.domain ? [] : [sharedCertificate]), ...uploadFindings(house)];
}

/** The uploader is the library's own code and role: it runs in a deploy only and reaches two buckets. */
function uploadFindings({ web, stage }: House): Acknowledgement[] {
  const account = Token.isUnresolved(web.account) ? '<AWS::AccountId>' : web.account;
  const basic = 'arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
  const assets = `arn:aws:s3:::cdk-hnb659fds-assets-${account}-${stage.region}/*`;
  const verbs = ['GetBucket*', 'GetObject*', 'List*', 'Abort*', 'DeleteObject*'].map(
    verb => `Action::s3:${verb}`,
  );
  const reached = [...verbs, `Resource::${assets}`, 'Resource::<PagesBucket1F9960AC.Arn>/*'];
  const fixed =
    'The library writes this role for its uploader; it runs in a deploy only and sees no personal data.';
  return [
    { path: `${upload}/ServiceRole/Resource`, id: solutions(`IAM4[Policy::${basic}]`), reason: fixed },
    ...reached.map(finding => ({
      path: `${upload}/ServiceRole/DefaultPolicy/Resource`,
      id: solutions(`IAM5[${finding}]`),
      reason:
        'The library lets its uploader read the asset bucket and write the pages bucket, and nothing else.',
    })),
    {
      path: `${upload}/Resource`,
      id: solutions('L1'),
      reason: 'The library chooses the runtime its uploader was written for.',
    },
    {
      path: `${upload}/Resource`,
      id: serverless('LambdaLatestVersion'),
      reason: 'The library chooses the runtime its uploader was written for.',
    },
    {
      path: `${upload}/Resource`,
      id: serverless('LambdaDLQ'),
      reason: 'CloudFormation waits for its answer and rolls back without one.',
    },
    {
      path: `${upload}/Resource`,
      id: serverless('LambdaTracing'),
      reason: 'It runs in a deploy only, whose events tell what it did.',
    },
  ];
}
