import { firstPeople } from '../aws/cognito/directory.ts';
import { escapeHtml, type Language, layout } from './html.ts';

/** Somebody the page offers to be: the value its button sends, the sub, and what each language says. */
export type Face = {
  readonly button: string;
  readonly sub: string;
  readonly name: string;
  readonly groups: readonly string[];
  readonly ja: readonly [role: string, does: string];
  readonly en: readonly [role: string, does: string];
};

const said: Readonly<Record<(typeof firstPeople)[number]['sub'], Pick<Face, 'button' | 'ja' | 'en'>>> = {
  'local-marketer': {
    button: 'marketer',
    ja: ['マーケター', '店舗・クーポン・配信'],
    en: ['Marketer', 'stores, coupons, campaigns'],
  },
  'local-custodian': {
    button: 'custodian',
    ja: ['管理責任者', '番号の閲覧と記録'],
    en: ['Custodian', 'readings and registers'],
  },
  'local-both': {
    button: 'both',
    ja: ['両方', 'マーケターと管理責任者'],
    en: ['Both', 'marketer and custodian'],
  },
};

/** The people of the sign-in page. */
export const faces: readonly Face[] = firstPeople.map(person => ({ ...person, ...said[person.sub] }));

/** Asks who to be; `query` is the authorization request, which the answer repeats. */
export function chooserPage(language: Language, query: string): string {
  const title = language === 'ja' ? 'だれとして入りますか' : 'Who do you want to be?';
  const lead =
    language === 'ja'
      ? '手元のシステムだけの入口です。配備されたシステムでは Cognito が本人を確かめます。'
      : 'This door exists on the local system only. Where it is deployed, Cognito checks who you are.';
  const buttons = faces.map(face => {
    const [role, does] = face[language];
    return `<button name="person" value="${face.button}"><strong>${role}</strong><span class="quiet">${face.name}: ${does}</span></button>`;
  });
  return layout(
    language,
    title,
    `<main><h1>${title}</h1><p class="quiet">${lead}</p>
<form method="post" action="/local/authorize?${escapeHtml(query)}">${buttons.join('\n')}</form></main>`,
  );
}

/** Says that somebody's login is disabled; `back` takes the OAuth error to where the request came from. */
export function disabledPage(language: Language, face: Face, back: string): string {
  const title = language === 'ja' ? 'この人はもう入れません' : 'This person can no longer sign in';
  const lead =
    language === 'ja'
      ? `${face.name}さん（${face.ja[0]}）のログインは無効になっています。別の人として入るか、管理責任者に聞いてください。`
      : `The login of ${face.name} (${face.en[0]}) is disabled. Sign in as somebody else, or ask a custodian.`;
  const away = language === 'ja' ? 'もとの画面に戻る' : 'Back to where you came from';
  return layout(
    language,
    title,
    `<main><h1>${title}</h1><p role="alert">${lead}</p><p><a href="${escapeHtml(back)}">${away}</a></p></main>`,
  );
}
