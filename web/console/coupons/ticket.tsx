import {
  benefitIn,
  type CouponFace,
  messageIn,
  nameIn,
  termsIn,
  windowsIn,
} from '../../paper/coupon-words.ts';
import { type Language, languageWritten } from '../../paper/dictionary.ts';
import type { Store } from '../answers.ts';
import { figuresIn } from '../figures.ts';
import { Phone } from '../parts/phone.tsx';
import { useConsole } from '../console-context.ts';
import { wordsIn } from '../words/words.ts';
import { whereUsed } from './stores-shown.ts';

/** What a ticket shows beside what is printed on it. */
export type Shown = {
  readonly face: CouponFace;
  /** Where the picture is. */
  readonly picture?: string | undefined;
  readonly validUntil: string;
  readonly where: Parameters<typeof whereUsed>[0];
  readonly stores: readonly Store[];
  readonly zone: string;
  /** Whether nobody can use it any more: then there is no stub to tear. */
  readonly isOver?: boolean;
};

/** A coupon drawn as the shopper sees it in a language: a ticket with a perforated stub. */
const Ticket = ({ shown, language }: { readonly shown: Shown; readonly language: Language }) => {
  const [words, figures] = [wordsIn(language), figuresIn(language)];
  const { face, validUntil, zone } = shown;
  const [benefit, name, terms] = [benefitIn(face, language), nameIn(face, language), termsIn(face, language)];
  return (
    <div class="ticket" lang={language}>
      <div class="ticket-main">
        {shown.picture !== undefined && (
          <img class="ticket-picture" src={shown.picture} alt={messageIn(face.pictureAlt, language) ?? ''} />
        )}
        <p class="ticket-where">{whereUsed(shown.where, shown.stores, words.campaigns, figures)}</p>
        <p class={`ticket-title${benefit === '' ? ' blank' : ''}`} lang={languageWritten(benefit)}>
          {benefit || words.places.couponTitle}
        </p>
        {name !== undefined && name !== '' && <p lang={languageWritten(name)}>{name}</p>}
        <p class="ticket-until">
          {words.places.until(validUntil === '' ? '—' : figures.day(validUntil, zone))}
        </p>
        {windowsIn(face.usableOn, language).map(line => (
          <p class="ticket-until small" key={line}>
            {line}
          </p>
        ))}
        {terms !== '' && (
          <p class="ticket-terms" lang={languageWritten(terms)}>
            {terms}
          </p>
        )}
      </div>
      {shown.isOver !== true && <div class="ticket-stub">{words.places.couponUse} ›</div>}
    </div>
  );
};

/** A phone with the ticket as it reads in Japanese and in English. */
export const TicketPreview = ({ shown }: { readonly shown: Shown }) => {
  const { words } = useConsole();
  const looks = [
    ['ja', words.coupons.inJapanese],
    ['en', words.coupons.inEnglish],
  ] as const;
  return (
    <Phone label={words.places.couponPreview} bar={words.frame.coupons}>
      <div class="stack tight">
        {looks.map(([language, label]) => (
          <div key={language}>
            <p class="small quiet">{label}</p>
            <Ticket shown={shown} language={language} />
          </div>
        ))}
      </div>
    </Phone>
  );
};
