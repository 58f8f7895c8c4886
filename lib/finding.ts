/** One finding of a rule pack that stays: at which construct (path under the app), which finding, and why. */
export type Acknowledgement = { readonly path: string; readonly id: string; readonly reason: string };

/** The id of a finding of the AwsSolutions pack. */
export function solutions(rule: string): string {
  return `AwsSolutions::AwsSolutions-${rule}`;
}

/** The id of a finding of the Serverless pack. */
export function serverless(rule: string): string {
  return `Serverless::Serverless-${rule}`;
}
