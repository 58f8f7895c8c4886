import { completeBody, fillBody } from '../../../lambdas/domain/message.ts';
import { tokenLength } from '../../../lambdas/domain/voucher-code.ts';

/** What stands for `{link}` and `{optout}` in a preview: our own host and tokens of their real length. */
export type Fillings = { readonly link: string; readonly optout: string };

/** Example addresses as long as the sent ones: `<origin>/c/` or `/o/` and a token. */
export const exampleFillings = (origin: string): Fillings => ({
  link: `${origin}/c/${'x7Kd9QmT2vRb4n'.slice(0, tokenLength)}`,
  optout: `${origin}/o/${'p3Hw8ZsL6yCf5j'.slice(0, tokenLength)}`,
});

/** The text of the SMS as the server makes it: completed, with both places filled. */
export const filledBody = (body: string, fillings: Fillings): string =>
  fillBody(completeBody(body), fillings);

/** Which places the server will append by itself. */
export const appendedPlaces = (body: string): readonly ('link' | 'optout')[] =>
  (['link', 'optout'] as const).filter(place => !body.includes(`{${place}}`));

/**
 * Puts a place into a body at the selection and says where the caret stands afterwards. A phone takes letters that
 * touch a link for part of it, so blanks keep them apart.
 */
export const insertAt = (
  body: string,
  place: string,
  from: number,
  until: number,
): { readonly body: string; readonly caret: number } => {
  const [before, after] = [body.slice(0, from), body.slice(until)];
  const text = `${/[\w}]$/u.test(before) ? ' ' : ''}${place}${/^\S/u.test(after) ? ' ' : ''}`;
  return { body: before + text + after, caret: from + text.length };
};
