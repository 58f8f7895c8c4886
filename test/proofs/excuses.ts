/** A wildcard that stays: in whose policy, which text (`<who>` is its short name), and why nothing narrower would do. */
export type Excuse = { readonly who: RegExp; readonly text: string; readonly because: string };

/** Every wildcard of the identity policies. */
export const excuses: readonly Excuse[] = [
  {
    who: /^(?:shopper|store|marketer|custodian|pulse)\b/u,
    text: String.raw`^arn:aws:logs:[\w-]+:\d{12}:log-group:/aws/lambda/mogiri-\w+-<who>:\*$`,
    because: 'Lambda names the streams of a log group; the group itself is the function’s own.',
  },
  {
    who: /^watch-TrailOwnWriter/u,
    text: String.raw`^arn:aws:logs:[\w-]+:\d{12}:log-group:/aws/cloudtrail/mogiri-\w+-trail:\*$`,
    because: 'CloudTrail names the streams of the trail’s log group.',
  },
  {
    who: /^custodian-archive$/u,
    text: String.raw`^arn:aws:logs:[\w-]+:\d{12}:log-group:/aws/cloudtrail/mogiri-\w+-trail:\*$`,
    because: 'It compares the readings with the trail; Logs asks about the group together with its streams.',
  },
  {
    who: /^(?:shopper-verify|custodian-deliver)$/u,
    text: String.raw`^sns:Publish on all but arn:aws:sns:\*:\*:\*$`,
    because: 'A phone number has no ARN; everything but topics is what a message to one needs.',
  },
  {
    who: /^custodian-(?:archive|desk)$/u,
    text: String.raw`^arn:aws:s3:::mogiri-\w+-vault-archivebucket\w+/roots/\*$`,
    because: 'Roots are numbered, and every hour brings the next number.',
  },
  {
    who: /^web-CustomCDKBucketDeployment/u,
    text: String.raw`^s3:(?:GetBucket|GetObject|List|Abort|DeleteObject)\*$`,
    because: 'The library’s own function, run by deployments only, copies the pages into their bucket.',
  },
  {
    who: /^web-CustomCDKBucketDeployment/u,
    text: String.raw`^arn:aws:s3:::(?:cdk-\w+-assets-\d{12}-[\w-]+|mogiri-\w+-web-pagesbucket\w+)/\*$`,
    because: 'It reads the assets of the deployment and writes the pages, whose names carry hashes.',
  },
];

/** Whether this excuse is for this wildcard in this one’s policy. */
export function excusesIt(excuse: Excuse, who: string, wildcard: string): boolean {
  return excuse.who.test(who) && new RegExp(excuse.text.replace('<who>', who), 'u').test(wildcard);
}
