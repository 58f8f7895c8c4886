import { compareWithPromise } from './compare.ts';
import { distinct, type Finding } from './finding.ts';
import type { Judge } from './judge.ts';
import { declaredPrincipals } from './principals.ts';
import { directoryRights, trailRights } from './promises.ts';
import { plainSession } from './sessions.ts';

/** By role (the beginning of its short name): the verbs that it has on a thing. */
type Rights = Readonly<Record<string, readonly string[]>>;

/** Who of the house uses the user directory, of all that AWS has: the desk lists people and shuts them out. */
export function proveDirectory(judge: Judge, actions: readonly string[]): readonly Finding[] {
  const { signIn } = judge.house.deployment;
  if (signIn === undefined) throw new Error('there is no user pool in the templates');
  const another = `${signIn.poolArn}x`;
  const asked = actions.filter(action => action.startsWith('cognito-idp:'));
  return distinct([
    ...compareAll(judge, 'uses-the-directory', asked, signIn.poolArn, directoryRights),
    ...compareAll(judge, 'uses-the-directory', asked, another, {}),
  ]);
}

/** Who of the house uses the trail's log: CloudTrail's role writes it, the archive compares readings with it. */
export function proveTrail(judge: Judge, actions: readonly string[]): readonly Finding[] {
  const { trailLogGroup } = judge.house.deployment;
  if (trailLogGroup === undefined) return [];
  const asked = actions.filter(action => action.startsWith('logs:'));
  return distinct(
    compareAll(judge, 'uses-the-trail', asked, `${trailLogGroup.arn}:log-stream:one`, trailRights),
  );
}

function compareAll(
  judge: Judge,
  name: 'uses-the-directory' | 'uses-the-trail',
  actions: readonly string[],
  resource: string,
  rights: Rights,
): readonly Finding[] {
  return declaredPrincipals(judge.house).flatMap(principal => {
    const [, verbs = []] = Object.entries(rights).find(([role]) => principal.name.startsWith(role)) ?? [];
    return actions.flatMap(action => {
      const ask = { principal, session: plainSession, action, resource };
      const promised = verbs.includes(action.split(':')[1] ?? '');
      return compareWithPromise(judge, name, ask, promised, resource);
    });
  });
}
