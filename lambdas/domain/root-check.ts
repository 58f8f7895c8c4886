import type { NamedHead, Fault } from './register-check.ts';
import { partOf, type RegisterKind } from './register.ts';
import { beforeRoots, follows, placeAfter, type Root, type RootPlace } from './register-root.ts';

/** What stands in the archive under a number; without `root` it cannot be read as one. */
export type StandingRoot = { readonly number: number; readonly root?: Root };

/** Reads every root in order; of several versions of one, the first. */
export type RootReader = { roots(): AsyncIterable<StandingRoot> };

/** What a walk along the roots starts from: where the archive says it stands, and which chains' heads are wanted. */
export type RootsGround = {
  readonly place: RootPlace | undefined;
  readonly kind: RegisterKind;
  readonly parts: readonly number[];
};

/** Walks the roots in order and gathers the heads they name, chain by chain. */
export type RootsWalk = {
  /** `isSigned`: whether its signature is right; undefined where the stage does not sign. */
  root(standing: StandingRoot, isSigned: boolean | undefined): Fault | undefined;
  end(): Fault | undefined;
  readonly heads: ReadonlyMap<string, readonly NamedHead[]>;
  /** How many roots were walked, where they end, and how many heads they name of the chains wanted. */
  seen(): { readonly roots: number; readonly rootsEndAtMs: number | undefined; readonly heads: number };
};

/** Once a root is signed all that follow must be; `keyId` is part of what is hashed, so it cannot be taken off. */
function whyNotSigned(root: Root, signsSince: boolean, isSigned: boolean): Fault['what'] | undefined {
  if (root.keyId === undefined) return signsSince ? 'root_unsigned' : undefined;
  if (root.signature === undefined) return 'root_unsigned';
  return isSigned ? undefined : 'signature_wrong';
}

/** The root that is at fault where two do not follow each other: the earlier one, unless the later speaks of itself. */
function whichChanged(last: RootPlace, root: Root): number {
  const breaksLink = root.previousHash !== last.hash && last.number > 0;
  return breaksLink && root.number === last.number + 1 ? last.number : last.number + 1;
}

function differs(place: RootPlace, stands: RootPlace): boolean {
  return place.number === stands.number && (place.hash !== stands.hash || place.toMs !== stands.toMs);
}

/** A walk along the roots. The place is read before them: it may be behind by roots just made, never ahead. */
export function makeRootsWalk({ place, kind, parts }: RootsGround): RootsWalk {
  const heads = new Map<string, NamedHead[]>();
  let last = beforeRoots;
  let signsSince = false;
  let stageSigns = false;
  let named = 0;
  const gather = ({ number, fromMs, heads: all }: Root) => {
    for (const { kind: of, chain, sequence, hash } of all) {
      if (of !== kind || !parts.includes(partOf(chain))) continue;
      named += 1;
      const known = heads.get(chain);
      if (known === undefined) heads.set(chain, [{ sequence, hash, root: number, fromMs }]);
      else known.push({ sequence, hash, root: number, fromMs });
    }
  };
  return {
    heads,
    seen: () => ({
      roots: last.number,
      rootsEndAtMs: last.number === 0 ? undefined : last.toMs,
      heads: named,
    }),
    root: ({ number, root }, isSigned) => {
      if (number > last.number + 1) return { what: 'root_missing', root: last.number + 1 };
      if (root === undefined) return { what: 'root_changed', root: number };
      if (!follows(last, root)) return { what: 'root_changed', root: whichChanged(last, root) };
      const unsigned = isSigned === undefined ? undefined : whyNotSigned(root, signsSince, isSigned);
      if (unsigned !== undefined) return { what: unsigned, root: number };
      stageSigns = isSigned !== undefined;
      signsSince = root.keyId !== undefined;
      last = placeAfter(root);
      gather(root);
      return place !== undefined && differs(place, last) ? { what: 'root_changed', root: number } : undefined;
    },
    end: () => {
      if (place !== undefined && place.number > last.number)
        return { what: 'root_missing', root: last.number + 1 };
      return stageSigns && !signsSince ? { what: 'root_unsigned', root: last.number } : undefined;
    },
  };
}
