/** A wildcard that stays: in whose policy, which text, and why nothing narrower would do. */
export type Excuse = { readonly who: RegExp; readonly text: RegExp; readonly because: string };

/** Every wildcard of the identity policies. */
export const excuses: readonly Excuse[] = [
  {
    who: /^(?:shopper|store|marketer|custodian|pulse)\b/u,
    text: /^arn:aws:logs:[\w-]+:\d{12}:log-group:\/aws\/lambda\/mogiri-\w+-[a-z-]+:\*$/u,
    because: 'Lambda names the streams of a log group; the group itself is the function’s own.',
  },
  {
    who: /^watch-TrailOwnWriter/u,
    text: /^arn:aws:logs:[\w-]+:\d{12}:log-group:\/aws\/cloudtrail\/mogiri-\w+-trail:\*$/u,
    because: 'CloudTrail names the streams of the trail’s log group.',
  },
  {
    who: /^(?:shopper-verify|custodian-deliver)$/u,
    text: /^sns:Publish on all but arn:aws:sns:\*:\*:\*$/u,
    because: 'A phone number has no ARN; everything but topics is what a message to one needs.',
  },
  {
    who: /^web-CustomCDKBucketDeployment/u,
    text: /^s3:(?:GetBucket|GetObject|List|Abort|DeleteObject)\*$/u,
    because: 'The library’s own function, run by deployments only, copies the pages into their bucket.',
  },
  {
    who: /^web-CustomCDKBucketDeployment/u,
    text: /^arn:aws:s3:::(?:cdk-\w+-assets-\d{12}-[\w-]+|mogiri-\w+-web-pagesbucket\w+)\/\*$/u,
    because: 'It reads the assets of the deployment and writes the pages, whose names carry hashes.',
  },
];

/** Whether a wildcard in this one’s policy has its excuse. */
export function isExcused(who: string, wildcard: string): boolean {
  return excuses.some(excuse => excuse.who.test(who) && excuse.text.test(wildcard));
}
