/** One thing that is wrong with a request, and where. */
export interface ProblemItem {
  /** a JSON pointer (RFC 6901) into the body, or the name of a header or parameter */
  readonly pointer: string;
  /** a stable code for programs */
  readonly code: string;
  readonly detail: string;
}

export interface ProblemOptions {
  readonly status: number;
  /** a stable code for programs: the last segment of the problem's `type` */
  readonly code: string;
  /** one sentence for a person, with the place and the value */
  readonly detail: string;
  readonly errors?: readonly ProblemItem[];
  readonly headers?: Readonly<Record<string, string>>;
  /** further members of the problem document */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An answer that is not the one that was asked for, as RFC 9457 writes it. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  private readonly members: Readonly<Record<string, unknown>>;

  constructor({ status, code, detail, errors, headers = {}, members = {}, cause }: ProblemOptions) {
    super(detail, { cause });
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.members = { ...members, ...(errors && { errors }) };
  }

  /** The body of `application/problem+json`. */
  toJSON(): Readonly<Record<string, unknown>> {
    const { status, code, message: detail } = this;
    return { type: `urn:roadworthy:problem:${code}`, title: titleOf(code), status, detail, ...this.members };
  }
}

/** A header that cannot be taken. @param detail - with the name and the value */
export const invalidHeader = (name: string, detail: string, headers?: ProblemOptions['headers']): Problem =>
  new Problem({
    status: 400,
    code: 'invalid-header',
    detail,
    errors: [{ pointer: name, code: 'invalid-header', detail }],
    ...(headers && { headers }),
  });

export const problemType = 'application/problem+json';

const titleOf = (code: string): string => code.charAt(0).toUpperCase() + code.slice(1).replaceAll('-', ' ');
