/** Where something stands in a text of several documents; all count from 1. */
export interface TextPlace {
  /** empty documents count */
  readonly document: number;
  readonly line: number;
  readonly column: number;
}
