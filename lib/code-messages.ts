import { Annotations, type Stack } from 'aws-cdk-lib';
import { codeText, isBindable, sampleCode } from '../lambdas/domain/code-message.ts';
import { measureParts } from '../lambdas/domain/message-parts.ts';
import type { Stage } from './stage.ts';

/** A host as long as CloudFront's own, `d` and 13 letters, which nobody knows before the distribution stands. */
export const cloudFrontHost = `d${'x'.repeat(13)}.cloudfront.net`;

type Language = keyof Stage['brand'];

const languages: Readonly<Record<Language, string>> = { ja: 'Japanese', en: 'English' };

/** Says by how much a stage's code message is too long for one part, and how long brand and host may be; else nothing. */
function whyTooLong(stage: Stage, language: Language): string | undefined {
  const host = stage.domain?.name ?? cloudFrontHost;
  const brand = stage.brand[language];
  const { units, fit, parts } = measureParts(codeText(language, brand, sampleCode, host));
  if (units <= fit) return undefined;
  const where = stage.domain ? host : "CloudFront's own host";
  return (
    `the ${languages[language]} code message takes ${units} units with ${where}, and one part holds ${fit}: ` +
    `every code is billed as ${parts} parts. ${whatWouldFit(brand.length + host.length, units - fit)}`
  );
}

function whatWouldFit(taken: number, over: number): string {
  return taken > over
    ? `Brand and host take ${taken} of them together; ${taken - over} would fit`
    : 'A letter of the brand is not in GSM-7, the letters of which one part holds 160';
}

/** Says what is wrong with the last line of a stage's code messages, which binds a code to the host; else nothing. */
function whyUnbound({ domain }: Stage): string | undefined {
  if (domain === undefined || isBindable(domain.name)) return undefined;
  return (
    `phones cannot read the host ${domain.name} in the last line of a code message: ` +
    'write a full name in small letters, digits and hyphens, without port or final dot (other scripts as xn--)'
  );
}

/**
 * Holds the messages that bring codes to one part each and to a last line that phones can read. Where the stage names
 * its host, a Japanese one that fails stops the synthesis; else, and for the English one, `at` is given a warning.
 */
export function holdCodeMessages(stage: Stage, at: Stack): void {
  const japanese = whyTooLong(stage, 'ja');
  const english = whyTooLong(stage, 'en');
  const refused = [whyUnbound(stage), stage.domain && japanese].filter(why => why !== undefined);
  if (refused.length > 0) {
    throw new Error(`the stage ${stage.stage} cannot send codes as it is:\n${refused.join('\n')}`);
  }
  if (japanese !== undefined) warn(at, 'mogiri:codeMessageJa', japanese);
  if (english !== undefined) warn(at, 'mogiri:codeMessageEn', english);
}

function warn(at: Stack, id: string, why: string): void {
  Annotations.of(at).addWarningV2(id, `${why}.`);
}
