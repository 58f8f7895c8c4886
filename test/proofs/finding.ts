/** What a proof can find wrong; each planted mistake names the one it must be caught by. */
export type FindingName =
  | 'opens-a-number'
  | 'seals-a-number'
  | 'computes-a-code'
  | 'administers-a-key'
  | 'uses-a-key'
  | 'denial-missing'
  | 'cannot-do-its-work'
  | 'becomes-the-custodian'
  | 'becomes-another-role'
  | 'outlives-the-cut-off'
  | 'session-too-long'
  | 'changes-rights'
  | 'widens-the-custodian'
  | 'uses-the-login'
  | 'writes-a-kept-row'
  | 'reaches-other-rows'
  | 'rewrites-the-archive'
  | 'loosens-the-archive'
  | 'reads-the-archive'
  | 'signs-a-root'
  | 'uses-the-directory'
  | 'uses-the-trail'
  | 'starts-a-function'
  | 'new-edge'
  | 'lost-edge'
  | 'reads-the-vault'
  | 'writes-the-vault'
  | 'gets-back-what-it-wrote'
  | 'reads-the-register'
  | 'rewrites-the-register'
  | 'speaks-of-keys'
  | 'wide-boundary'
  | 'wildcard-action'
  | 'wildcard-resource'
  | 'foreign-trust'
  | 'shared-role'
  | 'open-function'
  | 'policy-before-principal';

/** One thing that is wrong: which kind, with whom, and the example that shows it. */
export type Finding = { readonly name: FindingName; readonly who: string; readonly example: string };

/** Keeps one finding of a kind for each `who`: the first example says enough, thousands would hide the next fault. */
export function distinct(findings: Iterable<Finding>): readonly Finding[] {
  return [...firstOfEach(findings)];
}

/** As `distinct`, one after the other, for whoever needs to know only whether there is any. */
export function* firstOfEach(findings: Iterable<Finding>): Generator<Finding> {
  const seen = new Set<string>();
  for (const finding of findings) {
    const key = `${finding.name} ${finding.who}`;
    if (seen.has(key)) continue;
    seen.add(key);
    yield finding;
  }
}
