import { useEffect, useRef } from 'preact/hooks';

/** Calls again and again while `active`, each time after the last call is done; rests while the page is hidden. */
export const useEvery = (delayMs: number, active: boolean, call: () => Promise<void>): void => {
  const latest = useRef(call);
  latest.current = call;
  useEffect(() => {
    if (!active) return undefined;
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const beat = async (): Promise<void> => {
      if (!document.hidden) await latest.current();
      if (!stopped) timer = setTimeout(() => void beat(), delayMs);
    };
    timer = setTimeout(() => void beat(), delayMs);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [delayMs, active]);
};
