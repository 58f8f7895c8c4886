/** One step of a pattern: a character itself, or a wildcard, which may or may not stand for a colon. */
export type Glyph =
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'one' | 'run'; readonly crossesColon: boolean };

/**
 * A text to compare with: fixed, or a fixed beginning and from its first wildcard on the glyphs of the rest; `open`
 * where that rest may be anything.
 */
export type Pattern =
  | { readonly kind: 'fixed'; readonly text: string }
  | {
      readonly kind: 'wild';
      readonly beginning: string;
      readonly glyphs: readonly Glyph[];
      readonly open: boolean;
    };

/** The glyphs of a text in which no character is special. */
export function plainGlyphs(text: string): Glyph[] {
  return Array.from(text, character => ({ kind: 'character', character }));
}

/** The glyphs of a text in which `*` is any run of characters (also none) and `?` exactly one. */
export function wildGlyphs(text: string, crossesColon: boolean): Glyph[] {
  return Array.from(text, character => {
    if (character === '*') return { kind: 'run', crossesColon };
    if (character === '?') return { kind: 'one', crossesColon };
    return { kind: 'character', character };
  });
}

/** Makes a pattern of glyphs; without wildcards it becomes a fixed text, which is compared at once. */
export function patternOf(glyphs: readonly Glyph[]): Pattern {
  let text = '';
  for (const [at, glyph] of glyphs.entries()) {
    if (glyph.kind !== 'character') return wild(text, glyphs.slice(at));
    text += glyph.character;
  }
  return { kind: 'fixed', text };
}

function wild(beginning: string, glyphs: readonly Glyph[]): Pattern {
  const runs = glyphs.every(({ kind }) => kind === 'run');
  const open = runs && glyphs.some(glyph => glyph.kind === 'run' && glyph.crossesColon);
  return { kind: 'wild', beginning, glyphs, open };
}

/** A pattern from policy text in which `*` and `?` are wildcards. */
export function wildPattern(text: string): Pattern {
  return patternOf(wildGlyphs(text, true));
}

/**
 * Whether the whole text fits the pattern. It follows every possible reading at the same time, so its cost is at
 * most pattern × text and no policy can make it explode.
 */
export function fits(pattern: Pattern, text: string): boolean {
  if (pattern.kind === 'fixed') return pattern.text === text;
  if (!text.startsWith(pattern.beginning)) return false;
  if (pattern.open) return true;
  let reached = closure(pattern.glyphs, [0]);
  for (const character of text.slice(pattern.beginning.length)) {
    reached = closure(pattern.glyphs, advance(pattern.glyphs, reached, character));
    if (reached.length === 0) return false;
  }
  return reached.includes(pattern.glyphs.length);
}

function advance(glyphs: readonly Glyph[], reached: readonly number[], character: string): number[] {
  const next: number[] = [];
  for (const at of reached) {
    const glyph = glyphs[at];
    if (glyph === undefined || !accepts(glyph, character)) continue;
    next.push(glyph.kind === 'run' ? at : at + 1);
  }
  return next;
}

function accepts(glyph: Glyph, character: string): boolean {
  if (glyph.kind === 'character') return glyph.character === character;
  return glyph.crossesColon || character !== ':';
}

function closure(glyphs: readonly Glyph[], reached: readonly number[]): number[] {
  const all = new Set<number>();
  for (const start of reached) {
    let at = start;
    all.add(at);
    while (glyphs[at]?.kind === 'run') all.add(++at);
  }
  return [...all];
}
