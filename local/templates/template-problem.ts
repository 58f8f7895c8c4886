/** Something in the synthesized templates that the local system cannot follow; the message says where and what. */
export class TemplateProblem extends Error {
  constructor(place: string, what: string) {
    super(`${place}: ${what}`);
    this.name = 'TemplateProblem';
  }
}
