/** What can be planted (DESIGN §7). `lost-reply` takes effect and drops the answer; `hang` never answers and does nothing. */
export type FaultKind = 'throttle' | 'error' | 'conflict' | 'lost-reply' | 'hang';

/**
 * A fault for the next `next` wire attempts of one operation, once `after` of them went through; `operation: '*'` takes
 * any of the service.
 */
export type Fault = {
  readonly service: string;
  readonly operation: string;
  readonly kind: FaultKind;
  readonly next: number;
  readonly after?: number;
};

/** Planted faults, used up attempt by attempt in the order they were planned. */
export type Faults = {
  plan(fault: Fault): void;
  take(service: string, operation: string): FaultKind | undefined;
  pending(): readonly Fault[];
  clear(): void;
};

/** No faults planned. */
export function makeFaults(): Faults {
  let planned: Fault[] = [];
  return {
    plan: fault => {
      if (fault.next > 0) planned.push(fault);
    },
    take: (service, operation) => {
      const index = planned.findIndex(
        fault => fault.service === service && (fault.operation === operation || fault.operation === '*'),
      );
      const fault = planned[index];
      if (fault === undefined) return undefined;
      const { after = 0 } = fault;
      if (after > 0) {
        planned[index] = { ...fault, after: after - 1 };
        return undefined;
      }
      if (fault.next <= 1) planned.splice(index, 1);
      else planned[index] = { ...fault, next: fault.next - 1 };
      return fault.kind;
    },
    pending: () => [...planned],
    clear: () => {
      planned = [];
    },
  };
}
