import { createContext, use, useEffect, useId, useSyncExternalStore } from 'react';

import type { Figure } from '../view/proofs.js';
import { EvidenceLine } from './evidence-line.js';

const Evidence = createContext(new EvidenceLine());

interface ProvenProps {
  readonly figure: Figure;
  readonly isStrong?: boolean;
  /** inside a list that is one tab stop */
  readonly isRoving?: boolean;
}

/** A number that can be asked for its proof: by pointing, by the keyboard, by a touch. */
export function Proven({ figure, isStrong = false, isRoving = false }: ProvenProps) {
  const source = useId();
  const line = use(Evidence);
  const { text, proof, tone } = figure;
  useEffect(() => line.renew(source, proof), [line, source, proof]);
  useEffect(
    () => () => {
      line.leave('pointed', source);
      line.leave('focused', source);
    },
    [line, source],
  );
  return (
    <button
      type="button"
      className={`ev${tone ? ` ${tone}` : ''}${isStrong || tone ? ' strong' : ''}`}
      aria-description={proof}
      data-rove={isRoving ? '' : undefined}
      tabIndex={isRoving ? -1 : undefined}
      onPointerEnter={() => line.point(source, proof)}
      onPointerLeave={() => line.leave('pointed', source)}
      onFocus={() => line.focus(source, proof)}
      onBlur={() => line.leave('focused', source)}
    >
      {text}
    </button>
  );
}

/** Always in one place, never over the data. */
export function EvidenceBar() {
  const line = use(Evidence);
  const proof = useSyncExternalStore(line.subscribe, line.get);
  return (
    <aside className={`evline${proof === undefined ? '' : ' shown'}`} aria-label="Evidence">
      {proof ?? 'Evidence: point at a number, or move to it with the keyboard.'}
    </aside>
  );
}
