const tokenLength = 14;

/** What stands for `{link}` and `{optout}` in a preview: our own host and tokens of their real length. */
export type Fillings = { readonly link: string; readonly optout: string };

/** Example addresses as long as the sent ones: `<origin>/c/` or `/o/` and 14 characters. */
export const exampleFillings = (origin: string): Fillings => ({
  link: `${origin}/c/${'x7Kd9QmT2vRb4n'.slice(0, tokenLength)}`,
  optout: `${origin}/o/${'p3Hw8ZsL6yCf5j'.slice(0, tokenLength)}`,
});

/** The body as the server completes it: a missing `{link}` or `{optout}` is appended as a line. */
export const completeBody = (body: string): string => {
  const withLink = body.includes('{link}') ? body : `${body}\n{link}`;
  return withLink.includes('{optout}') ? withLink : `${withLink}\n配信停止 {optout}`;
};

/** The text of the SMS: completed, with both places filled. */
export const filledBody = (body: string, fillings: Fillings): string =>
  completeBody(body).replaceAll('{link}', fillings.link).replaceAll('{optout}', fillings.optout);

/** Which places the server will append by itself. */
export const appendedPlaces = (body: string): readonly ('link' | 'optout')[] =>
  (['link', 'optout'] as const).filter(place => !body.includes(`{${place}}`));

/** Puts a text into a body at the selection and says where the caret stands afterwards. */
export const insertAt = (
  body: string,
  text: string,
  from: number,
  until: number,
): { readonly body: string; readonly caret: number } => ({
  body: body.slice(0, from) + text + body.slice(until),
  caret: from + text.length,
});
