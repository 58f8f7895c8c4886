import { useConsole } from '../console-context.ts';
import { Icon } from '../parts/icon.tsx';
import type { PartMeasure } from './part-meter.ts';

/** How full a body is, how many SMS it costs, and a warning from the second on. */
export const Meter = ({ measure }: { readonly measure: PartMeasure | undefined }) => {
  const { words, figures } = useConsole();
  const text = words.compose;
  if (measure === undefined) return <p class="meter quiet">{text.meterLoading}</p>;
  const least = figures.count(measure.parts.length);
  const parts =
    measure.mostParts > measure.parts.length
      ? text.partRange(least, figures.count(measure.mostParts))
      : least;
  const many = measure.mostParts > 1;
  const filled = `${Math.min(100, (measure.used / measure.capacity) * 100)}%`;
  return (
    <div class={`meter${many ? ' many' : ''}`}>
      <svg class="meter-bar" aria-hidden="true" focusable="false">
        <rect class="meter-ground" width="100%" height="100%" />
        <rect class="meter-fill" width={filled} height="100%" />
      </svg>
      <p class="figures">
        {text.meter(figures.count(measure.used), figures.count(measure.capacity), parts, measure.encoding)}
      </p>
      <p class="meter-warning" role="status">
        {many && (
          <>
            <Icon name="mark" />
            {text.meterMany(parts)}
          </>
        )}
      </p>
    </div>
  );
};
