import { useEffect, useMemo, useState } from 'preact/hooks';
import { useConsole } from '../console-context.ts';
import { type CountParts, loadCountParts } from './count-parts.ts';
import { exampleFillings, filledBody } from './filled-body.ts';
import type { PartMeasure } from './part-meter.ts';

/** Measures a body as it will be sent; undefined until the calculator is here. */
export const useMeasure = (body: string): PartMeasure | undefined => {
  const { origin } = useConsole();
  const [count, setCount] = useState<CountParts | undefined>();
  useEffect(() => {
    void loadCountParts().then(loaded => setCount(() => loaded));
  }, []);
  return useMemo(() => count?.(filledBody(body, exampleFillings(origin))), [count, body, origin]);
};
