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

const maxText = 100;

/** A value as an error message shows it: short, whatever it is. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : textOf(value);
  return text.length > maxText ? `${text.slice(0, maxText)}…` : text;
}

const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? (Array.isArray(value) ? 'a list' : 'an object') : String(value);
