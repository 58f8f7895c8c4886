import type { Redemption } from '../../../lambdas/domain/redemption.ts';
import { dayKey, groupKey, markKey, totalKey, type RedemptionStore } from '../../fakes/redemption-store.ts';

/** The redemptions that stand. */
export function usesInForce({ redemptions }: RedemptionStore): Redemption[] {
  return [...redemptions.values()].filter(({ undoneAtMs }) => undoneAtMs === undefined);
}

/** Counts what stands by a name. */
function countBy(uses: readonly Redemption[], nameOf: (use: Redemption) => string | undefined) {
  const counts = new Map<string, number>();
  for (const use of uses) {
    const name = nameOf(use);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Names under which two counts differ; what is not there counts as nothing. */
function differences(what: string, kept: ReadonlyMap<string, number>, counted: ReadonlyMap<string, number>) {
  const names = new Set([...kept.keys(), ...counted.keys()]);
  return [...names]
    .filter(name => (kept.get(name) ?? 0) !== (counted.get(name) ?? 0))
    .map(name => `${what} ${name}: ${kept.get(name) ?? 0} kept, ${counted.get(name) ?? 0} in the ledger`);
}

/** Where limits, vouchers, groups and marks differ from the redemptions that stand. */
export function whatLimitsBreak(tables: RedemptionStore): string[] {
  const { coupons, vouchers, used, groups, marks, redemptions, undos } = tables;
  const uses = usesInForce(tables);
  const couponOf = ({ couponId }: Redemption) => coupons.get(couponId);
  const limited = new Map([
    ...countBy(uses, use => (couponOf(use)?.totalLimit === undefined ? undefined : totalKey(use.couponId))),
    ...countBy(uses, use =>
      couponOf(use)?.perStoreDayLimit === undefined
        ? undefined
        : dayKey(use.couponId, use.storeId, use.storeDay ?? ''),
    ),
  ]);
  const kept = new Map([...vouchers.values()].map(({ voucherId, uses: count }) => [voucherId, count]));
  const inGroups = new Set(
    uses.flatMap(use => {
      const group = couponOf(use)?.exclusiveGroup;
      return group === undefined ? [] : [`${groupKey(use.shopperId, group)}|${use.voucherId}`];
    }),
  );
  const keptGroups = new Set([...groups].map(([key, voucher]) => `${key}|${voucher}`));
  const undone = [...redemptions.values()].filter(({ undoneAtMs }) => undoneAtMs !== undefined);
  return [
    ...differences('the limit', used, limited),
    ...differences(
      'the voucher',
      kept,
      countBy(uses, ({ voucherId }) => voucherId),
    ),
    ...differences(
      'the delivery',
      marks,
      countBy(uses, ({ campaignId: campaign, shopperId }) => campaign && markKey(campaign, shopperId)),
    ),
    ...[...inGroups, ...keptGroups]
      .filter(group => !inGroups.has(group) || !keptGroups.has(group))
      .map(group => `the group ${group} is kept wrongly`),
    ...(undone.length === undos.size
      ? []
      : [`${undone.length} are undone and ${undos.size} undos on record`]),
  ];
}
