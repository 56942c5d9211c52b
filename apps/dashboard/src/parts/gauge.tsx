import type { Gauge } from '../view/gauge.js';
import type { MarkKind } from '../view/standing.js';

interface GaugeProps {
  readonly gauge: Gauge | undefined;
  readonly mark: MarkKind;
  readonly isBlind: boolean;
  readonly label: string;
}

const tones: Readonly<Record<MarkKind, string>> = { good: '', none: '', caution: ' caution', bad: ' bad' };

function upright(at: number, [from, to]: readonly [number, number], className: string) {
  return <line className={className} x1={at} x2={at} y1={from} y2={to} />;
}

/** What is left of the budget, from -20 % to 100 %; dashed where it is only what was known last. */
export function BudgetGauge({ gauge, mark, isBlind, label }: GaugeProps) {
  return (
    <svg className="gauge" viewBox="0 0 100 18" preserveAspectRatio="none" role="img" aria-label={label}>
      <line className="base" x1="0" x2="100" y1="9" y2="9" />
      {gauge && (
        <>
          <rect
            className={isBlind ? 'unknown' : `fill${tones[mark]}`}
            x={gauge.from}
            y="4.5"
            width={gauge.length}
            height="9"
          />
          {gauge.dayAgo !== undefined && !isBlind && (
            <>
              <line className="spent" x1={gauge.end} x2={gauge.dayAgo} y1="9" y2="9" />
              {upright(gauge.dayAgo, [4, 14], 'spent')}
            </>
          )}
          {upright(gauge.notch, [0, 4], 'notch')}
          {upright(gauge.notch, [14, 18], 'notch')}
          {upright(gauge.zero, [0, 18], 'zero')}
        </>
      )}
    </svg>
  );
}
