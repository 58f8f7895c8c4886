import type { Login } from '../../../lambdas/domain/custodian-login.ts';

/** One version of the login secret. Secrets Manager makes one without a value before it asks for a rotation. */
export type Version = { readonly id: string; value: unknown; readonly createdAtMs: number };

/** The login secret as Secrets Manager keeps it: versions, and labels of which each is on one version. */
export type Secrets = {
  readonly versions: Map<string, Version>;
  readonly labels: Map<string, string>;
  /** A version with a value, by label. */
  labelled(label: string): Version | undefined;
  loginOf(id: string): Login | undefined;
  /** False when the version has another value already. */
  put(id: string, value: unknown, label: string): boolean;
  /** A version without a value, labelled as pending: what Secrets Manager does before it calls for a rotation. */
  pend(id: string): void;
  /** False when the label is on another version than said. */
  move(label: string, to: string | undefined, from: string): boolean;
};

/** The secret with its first login. */
export function makeSecrets(id: string, first: Login, now: () => number): Secrets {
  const versions = new Map<string, Version>([[id, { id, value: first, createdAtMs: now() }]]);
  const labels = new Map<string, string>([['AWSCURRENT', id]]);
  const attach = (label: string, to: string) => {
    const holder = labels.get(label);
    labels.set(label, to);
    if (label === 'AWSCURRENT' && holder !== undefined && holder !== to) labels.set('AWSPREVIOUS', holder);
  };
  return {
    versions,
    labels,
    labelled: label => {
      const version = versions.get(labels.get(label) ?? '');
      return version?.value === undefined ? undefined : version;
    },
    loginOf: wanted => versions.get(wanted)?.value as Login | undefined,
    put: (token, value, label) => {
      const known = versions.get(token);
      if (known?.value !== undefined && JSON.stringify(known.value) !== JSON.stringify(value)) return false;
      if (known === undefined) versions.set(token, { id: token, value, createdAtMs: now() });
      else known.value = value;
      attach(label, token);
      return true;
    },
    pend: token => {
      if (!versions.has(token)) versions.set(token, { id: token, value: undefined, createdAtMs: now() });
      attach('AWSPENDING', token);
    },
    move: (label, to, from) => {
      const holder = labels.get(label);
      if (holder !== undefined && holder !== from && holder !== to) return false;
      if (to === undefined) labels.delete(label);
      else attach(label, to);
      return true;
    },
  };
}
