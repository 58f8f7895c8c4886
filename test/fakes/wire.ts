/** A call over the network: the verb of the service and what it is about, for traces and faults. */
export type Call = {
  readonly verb:
    | 'get'
    | 'query'
    | 'put'
    | 'update'
    | 'delete'
    | 'transact'
    | 'enqueue'
    | 'open'
    | 'publish'
    | 'assume';
  readonly about: string;
};

/** Carries one call: `effect` is what the service does, at once and whole. Whoever owns the wire decides when, and whether an answer comes. */
export type Wire = <T>(call: Call, effect: () => T) => Promise<T>;

/** A wire without delay or fault. */
export const plainWire: Wire = async (_call, effect) => effect();
