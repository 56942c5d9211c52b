/** A sample that is not taken, and why; the rest of its request is. */
export interface Rejection {
  /** where it stands in its request, from 0 */
  readonly index: number;
  /** a JSON pointer into the request */
  readonly pointer: string;
  /** a stable code for programs */
  readonly code: string;
  readonly detail: string;
}

/** What is wrong, and where. @param root - the name of the whole, at which an empty pointer points */
export const placed = ({ pointer, detail }: Pick<Rejection, 'pointer' | 'detail'>, root: string): string =>
  `${pointer || root}: ${detail}`;
