/** A point that cannot be taken. */
export class PointProblem extends Error {
  constructor(
    /** a stable code for programs */
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}
