/**
 * A policy, or a request, that IAM would refuse or that this evaluator does not understand. It is always thrown,
 * never turned into a decision, so doubt can not become an "allowed". `place` is where, e.g. `Statement[2].Action`;
 * the rejected text itself is not repeated.
 */
export class PolicyError extends Error {
  readonly place: string;

  constructor(place: string, rule: string, options?: ErrorOptions) {
    super(`${place}: ${rule}`, options);
    this.name = 'PolicyError';
    this.place = place;
  }
}
