import { Proven } from '../evidence/evidence.js';
import type { Sentence } from '../view/reasons.js';

/** Words, and numbers that can be asked for their proof. */
export function Words({ sentence }: { readonly sentence: Sentence }) {
  return sentence.map((part, i) =>
    typeof part === 'string' ? part : <Proven key={`${i} ${part.text}`} figure={part} />,
  );
}
