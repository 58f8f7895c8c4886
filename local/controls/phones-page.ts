import { type Language, layout } from './html.ts';

const texts = {
  ja: {
    title: '届いたSMS',
    lead: 'この手元のシステムが送ったSMSです。実際の電話には何も届きません。',
    empty: 'まだ何も届いていません。会員ページで番号を入れると、ここに認証コードが届きます。',
    other: '<a href="?lang=en" lang="en">English</a>',
  },
  en: {
    title: 'Received messages',
    lead: 'Text messages this local system has sent. Nothing reaches a real phone.',
    empty: 'Nothing here yet. Enter a number on the shopper page and its code arrives here.',
    other: '<a href="?lang=ja" lang="ja">日本語</a>',
  },
} as const;

/** The page of phones: one card per number, a bubble per message with its links tappable, asked for again every second. */
export function phonesPage(language: Language): string {
  const text = texts[language];
  return layout(
    language,
    text.title,
    `<main><h1>${text.title}</h1>
<p class="quiet">${text.lead} ${text.other}</p>
<p id="empty">${text.empty}</p>
<div class="phones" id="phones" aria-live="polite"></div></main>
<script type="module">${script}</script>`,
  );
}

const script = `
const phones = document.getElementById('phones');
const empty = document.getElementById('empty');
const cards = new Map();
let seen = 0;
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'medium' });
function cardOf(to) {
  const known = cards.get(to);
  if (known) return known;
  const card = document.createElement('section');
  card.className = 'phone';
  const heading = document.createElement('h2');
  heading.textContent = to;
  const list = document.createElement('ol');
  list.tabIndex = 0;
  list.setAttribute('aria-label', to);
  card.append(heading, list);
  phones.prepend(card);
  cards.set(to, list);
  return list;
}
function bubbleOf(message) {
  const bubble = document.createElement('div');
  bubble.className = 'bubble';
  for (const part of message.body.split(/(https?:\\/\\/[^\\s]+)/)) {
    if (/^https?:/.test(part)) {
      const link = document.createElement('a');
      link.href = part;
      link.target = '_blank';
      link.rel = 'noreferrer';
      link.textContent = part;
      bubble.append(link);
    } else bubble.append(part);
  }
  return bubble;
}
async function refresh() {
  const answer = await fetch('/local/inbox?skip=' + seen);
  const { messages } = await answer.json();
  for (const message of messages) {
    const item = document.createElement('li');
    const time = document.createElement('time');
    time.dateTime = message.at;
    time.textContent = clock.format(new Date(message.at));
    item.append(bubbleOf(message), time);
    const list = cardOf(message.to);
    list.append(item);
    list.scrollTop = list.scrollHeight;
  }
  seen += messages.length;
  empty.hidden = seen > 0;
}
async function follow() {
  await refresh().catch(() => undefined);
  setTimeout(follow, 1000);
}
follow();
`;
