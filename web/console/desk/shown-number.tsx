import { useEffect, useRef, useState } from 'preact/hooks';
import { useConsole } from '../console-context.ts';
import { phoneShown } from './phone-shown.ts';

const shownSeconds = 30;

/** A number for 30 s, then a cover; covering takes it out of the page, not only out of sight. */
export const ShownNumber = (props: { readonly phone: string | undefined; readonly onCover: () => void }) => {
  const { words } = useConsole();
  const text = words.desk;
  const [left, setLeft] = useState(shownSeconds);
  const isShown = props.phone !== undefined;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.scrollIntoView({ block: 'nearest' }), []);
  useEffect(() => {
    if (!isShown) return undefined;
    const untilMs = Date.now() + shownSeconds * 1000;
    const timer = setInterval(() => {
      const seconds = Math.ceil((untilMs - Date.now()) / 1000);
      setLeft(seconds);
      if (seconds <= 0) props.onCover();
    }, 250);
    return () => clearInterval(timer);
  }, [isShown]);
  if (props.phone === undefined) {
    return (
      <div class="shown-number covered" role="status">
        <div class="cover" aria-hidden="true" />
        <p>{text.covered}</p>
      </div>
    );
  }
  const domestic = phoneShown(props.phone);
  return (
    <div ref={box} class="shown-number" role="status">
      <p class="small quiet">{text.number}</p>
      <p class="big-number figures">{domestic}</p>
      {domestic !== props.phone && <p class="quiet figures">{props.phone}</p>}
      <div class="section-head">
        <p class="small quiet figures" aria-hidden="true">
          {text.shownFor(String(left))}
        </p>
        <button type="button" class="button small" onClick={props.onCover}>
          {text.coverNow}
        </button>
      </div>
    </div>
  );
};
