import { useState } from 'preact/hooks';
import type { Coupon } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { Ask } from '../parts/ask.tsx';
import { TextArea } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { ProblemNotice } from '../parts/notice.tsx';
import { useSend } from '../parts/use-send.ts';

type Typed = { readonly ja: string; readonly en: string };

const messageOf = ({ ja, en }: Typed) => {
  const said = Object.entries({ ja: ja.trim(), en: en.trim() }).filter(([, text]) => text !== '');
  return said.length === 0 ? {} : { message: Object.fromEntries(said) };
};

/** The button that stops a coupon: it asks once, and takes what people are to be told. */
export const StopCoupon = (props: { readonly coupon: Coupon; readonly onDone: (after: Coupon) => void }) => {
  const text = useConsole().words.coupons;
  const sending = useSend();
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState<Typed>({ ja: '', en: '' });
  const stop = async (): Promise<void> => {
    if (sending.busy) return;
    const path = `/v1/coupons/${encodeURIComponent(props.coupon.couponId)}/stop`;
    const answer = await sending.post<Coupon>(path, messageOf(typed));
    setAsking(false);
    if (answer.ok) props.onDone(answer.value);
  };
  const fields = [
    ['ja', text.stopJa, text.stopHint],
    ['en', text.stopEn, undefined],
  ] as const;
  return (
    <>
      <button type="button" class="button" onClick={() => setAsking(true)}>
        <Icon name="stop" />
        {text.stop}
      </button>
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      {asking && (
        <Ask
          title={text.stopAsk}
          yes={text.stopYes}
          no={text.stopNo}
          busy={sending.busy}
          onYes={() => void stop()}
          onNo={() => setAsking(false)}
        >
          <p>{text.stopLead}</p>
          <p class="small quiet">{text.stopSending}</p>
          {fields.map(([language, label, hint]) => (
            <TextArea
              key={language}
              label={label}
              optional
              {...(hint === undefined ? {} : { hint })}
              maxLength={200}
              value={typed[language]}
              onText={said => setTyped({ ...typed, [language]: said })}
            />
          ))}
        </Ask>
      )}
    </>
  );
};
