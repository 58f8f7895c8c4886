/** One part of a picture's file: what it is called there, and its bytes, head included. */
export type Part = { readonly name: string; readonly bytes: Buffer };

/** What draws a picture: its size in pixels, and its file with nothing else in it. */
export type Drawn = { readonly width: number; readonly height: number; readonly bytes: Buffer };

/** The parts of some names, in their order. */
export function named(parts: readonly Part[], ...names: readonly string[]): readonly Part[] {
  return parts.filter(({ name }) => names.includes(name));
}

/** The one part of these names; undefined when there is none, or several. */
export function theOne(parts: readonly Part[], ...names: readonly string[]): Part | undefined {
  const [first, ...more] = named(parts, ...names);
  return more.length === 0 ? first : undefined;
}

/** A file put together of parts again. */
export function joined(head: Buffer, parts: readonly Part[]): Buffer {
  return Buffer.concat([head, ...parts.map(({ bytes }) => bytes)]);
}
