import { useState } from 'preact/hooks';
import { goToFirstFault } from './first-fault.ts';

/**
 * What is wrong with a form: nothing (`none`) until it is sent, and from then on what is wrong now, so that no field is
 * blamed that was put right. `isClean` is asked on sending and takes the person to the first fault.
 */
export const useFaults = <F extends object>(now: F, none: F) => {
  const [wasSent, setWasSent] = useState(false);
  const isClean = (event: Event): boolean => {
    setWasSent(true);
    const clean = Object.keys(now).length === 0;
    if (!clean) goToFirstFault(event);
    return clean;
  };
  return { faults: wasSent ? now : none, isClean };
};
