import type { Fault } from '../lambdas/domain/register-check.ts';

/** One sentence that names what is wrong and where. */
export function sentenceOf({ what, chain = '', sequence = 0, root = 0 }: Fault): string {
  switch (what) {
    case 'row_changed':
      return `Row ${sequence} of the chain ${chain} was changed: it does not have the hash of what it says.`;
    case 'row_missing':
      return `Row ${sequence} of the chain ${chain} is missing.`;
    case 'link_broken':
      return `Row ${sequence} of the chain ${chain} does not follow the row before it: one of the two was replaced.`;
    case 'chain_missing':
      return `The chain ${chain} is missing, or is not where the directory of chains has it.`;
    case 'head_differs':
      return `Row ${sequence} of the chain ${chain} is not the row that root ${root} names: the chain was rewritten up to there.`;
    case 'row_uncovered':
      return `Row ${sequence} of the chain ${chain} is named by no root of its time: it was written with another date than it has.`;
    case 'root_changed':
      return `Root ${root} was changed: its hash, its span or its place in the row of roots is not right.`;
    case 'root_missing':
      return `Root ${root} is missing.`;
    case 'root_unsigned':
      return `Root ${root} carries no signature, and this stage signs its roots.`;
    case 'signature_wrong':
      return `Root ${root} carries a signature that is not by the signing key of this stage.`;
    case 'note_changed':
      return `The note beside row ${sequence} of the chain ${chain} was changed.`;
    case 'roots_overdue':
      return `No root was archived for more than two hours: the archive does not run.`;
  }
}
