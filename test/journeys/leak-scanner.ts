import { createHash } from 'node:crypto';

/** One find: what was found (never the secret itself), how it was written, and where in the text. */
export type Find = { readonly what: string; readonly written: string; readonly at: number };

/** What to look for: numbers in E.164 of Japan, and named sets of other secrets (codes, cookies, tokens, PINs). */
export type Wanted = {
  readonly numbers: Iterable<string>;
  readonly secrets?: Readonly<Record<string, Iterable<string>>>;
};

type Needle = { readonly what: string; readonly written: string; readonly pattern: RegExp };

const gap = String.raw`[\s\u00a0\u3000()（）.\-‐‑‒–—―ー−・]{0,3}`;

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`);

/** A digit in ASCII or in full width. */
const digit = (letter: string) => `[${letter}${String.fromCodePoint(0xff10 + Number(letter))}]`;

/** The digits with anything people write between them, and no further digit on either side. */
function spelt(digits: string): string {
  return `(?<![0-9０-９])${digits.split('').map(digit).join(gap)}(?![0-9０-９])`;
}

/** The ways a person or a program writes out one number. */
function plainForms(e164: string): string[] {
  const international = e164.slice(1);
  const national = `0${international.slice(2)}`;
  return [e164, international, national, `0081${international.slice(2)}`];
}

const hyphened = (national: string) => national.replace(/^(\d{3})(\d{4})(\d{4})$/u, '$1-$2-$3');

/** Base64 of the text wherever it may begin inside a longer plain text: three alignments, edges cut that depend on neighbours. */
function base64Forms(text: string): string[] {
  return [0, 1, 2].map(shift => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]);
    const encoded = bytes.toString('base64').replaceAll('=', '');
    const end = bytes.length % 3 === 0 ? encoded.length : encoded.length - 1;
    return encoded.slice([0, 2, 3][shift], end);
  });
}

const eitherAlphabet = (base64: string) =>
  base64.replaceAll(/[+/]/gu, letter => (letter === '+' ? String.raw`[+\-]` : '[/_]'));

function encodedNeedles(what: string, forms: readonly string[]): Needle[] {
  const hash = (name: string) => (form: string) => createHash(name).update(form).digest();
  const digests = ['sha256', 'sha1', 'md5'].flatMap(name => forms.map(hash(name)));
  return [
    ...forms
      .flatMap(base64Forms)
      .map(form => ({ what, written: 'base64', pattern: new RegExp(eitherAlphabet(form), 'gu') })),
    ...forms.map(form => ({
      what,
      written: 'hex',
      pattern: new RegExp(Buffer.from(form).toString('hex'), 'giu'),
    })),
    ...digests.flatMap(bytes => [
      { what, written: 'plain hash', pattern: new RegExp(bytes.toString('hex'), 'giu') },
      {
        what,
        written: 'plain hash',
        pattern: new RegExp(eitherAlphabet(bytes.toString('base64').replaceAll('=', '')), 'gu'),
      },
    ]),
  ];
}

function numberNeedles(e164: string, place: number): Needle[] {
  const what = `number ${place}`;
  const international = e164.slice(1);
  const rest = international.slice(2);
  const national = `0${rest}`;
  const trunk = `(?<![0-9０-９])${digit('8')}${gap}${digit('1')}${gap}[(（]?${digit('0')}[)）]?${gap}`;
  const digits = [international, national, `0081${rest}`].map(form => ({
    what,
    written: 'digits',
    pattern: new RegExp(spelt(form), 'gu'),
  }));
  const withTrunk = {
    what,
    written: 'digits',
    pattern: new RegExp(`${trunk}${rest.split('').map(digit).join(gap)}(?![0-9０-９])`, 'gu'),
  };
  return [...digits, withTrunk, ...encodedNeedles(what, [...plainForms(e164), hyphened(national)])];
}

/** A secret as it is, alone between letters and digits, or in base64 or hex where it is long enough to be no chance. */
function secretNeedles(name: string, secret: string): Needle[] {
  const alone = new RegExp(`(?<![0-9A-Za-z])${escaped(secret)}(?![0-9A-Za-z])`, 'gu');
  const plain = { what: name, written: 'as it is', pattern: alone };
  return secret.length < 8 ? [plain] : [plain, ...encodedNeedles(name, [secret])];
}

/** Undoes JSON’s and URLs’ escapes, however deep, so that an escaped secret is found too. */
function unescaped(text: string): string {
  let plain = text;
  for (let depth = 0; depth < 3; depth += 1) {
    plain = plain
      .replaceAll(/\\+u([0-9a-fA-F]{4})/gu, (_, code: string) =>
        String.fromCodePoint(Number.parseInt(code, 16)),
      )
      .replaceAll(/%([2-7][0-9a-fA-F])/gu, (_, code: string) =>
        String.fromCodePoint(Number.parseInt(code, 16)),
      )
      .replaceAll(/(?:%[0-9a-fA-F]{2}){3}/gu, escape => {
        try {
          return decodeURIComponent(escape);
        } catch {
          return escape;
        }
      });
  }
  return plain;
}

/** Makes a scanner for these secrets; it answers every place where one of them can be read, in whatever spelling. */
export function makeLeakScanner(wanted: Wanted): (text: string) => Find[] {
  const needles = [
    ...[...wanted.numbers].flatMap(numberNeedles),
    ...Object.entries(wanted.secrets ?? {}).flatMap(([name, values]) =>
      [...values].flatMap(value => secretNeedles(name, value)),
    ),
  ];
  return text => {
    const plain = unescaped(text);
    const texts = plain === text ? [text] : [text, plain];
    return texts.flatMap(candidate =>
      needles.flatMap(({ what, written, pattern }) =>
        [...candidate.matchAll(pattern)].map(match => ({ what, written, at: match.index })),
      ),
    );
  };
}
