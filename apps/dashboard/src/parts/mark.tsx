import type { MarkKind } from '../view/standing.js';

const shapes: Readonly<Record<MarkKind, React.ReactNode>> = {
  good: <circle cx="6" cy="6" r="4.6" />,
  caution: <path d="M6 1.4 11 10.4H1z" />,
  bad: <rect x="1.6" y="1.6" width="8.8" height="8.8" />,
  none: <circle cx="6" cy="6" r="4.6" strokeDasharray="2.4 2.2" />,
};

interface MarkProps {
  readonly kind: MarkKind;
  readonly isHollow?: boolean;
  /** read out; silent where the words beside it say the same */
  readonly label?: string | undefined;
}

/** Status by shape and colour: disc, triangle, square, dashed ring; hollow when provisional. */
export function Mark({ kind, isHollow = false, label }: MarkProps) {
  const spoken = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <svg className={`mk ${kind}${isHollow ? ' hollow' : ''}`} viewBox="0 0 12 12" {...spoken}>
      {shapes[kind]}
    </svg>
  );
}
