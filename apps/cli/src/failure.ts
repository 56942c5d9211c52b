import type { Problem, ProblemItem } from './schemas.js';

export interface FailureOptions extends ErrorOptions {
  readonly errors?: readonly ProblemItem[];
}

/** Why a command did not do what it was asked to: a sentence for people, a problem document for programs. */
export abstract class Failure extends Error {
  abstract readonly code: string;
  /** of the program */
  abstract readonly exitCode: number;
  readonly errors: readonly ProblemItem[];

  constructor(message: string, { errors = [], ...options }: FailureOptions = {}) {
    super(message, options);
    this.errors = errors;
  }

  /** Members as in RFC 9457; no `status`, since no server said this. */
  toJSON(): Readonly<Record<string, unknown>> {
    const { code, message: detail, errors } = this;
    const title = code.charAt(0).toUpperCase() + code.slice(1).replaceAll('-', ' ');
    return { type: `urn:roadworthy:problem:${code}`, title, detail, ...(errors.length > 0 && { errors }) };
  }

  /** The sentence, and a line for each thing that is wrong. */
  lines(): string[] {
    return [this.message, ...this.errors.map(({ pointer, detail }) => (pointer ? `${pointer}: ${detail}` : detail))];
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The arguments, a variable of the environment or a file are not what they must be. */
export class UsageError extends Failure {
  readonly code = 'wrong-usage';
  readonly exitCode = 2;
}

/** Nobody answered, or not in a way that we understand. */
export class UnreachableError extends Failure {
  readonly code = 'unreachable';
  readonly exitCode = 2;
}

/** Somebody pressed Ctrl-C before there was an answer. */
export class InterruptedError extends Failure {
  readonly code = 'interrupted';
  readonly exitCode = 130;
}

/** What nobody expected. */
export class UnexpectedError extends Failure {
  readonly code = 'unexpected';
  readonly exitCode = 2;

  constructor(cause: unknown) {
    super(messageOf(cause), { cause });
  }
}

/** The server said no, and why. */
export class RefusedError extends Failure {
  readonly code = 'refused';
  readonly exitCode = 1;

  /** @param problem - what the server answered, as RFC 9457 writes it */
  constructor(readonly problem: Problem) {
    super(problem.detail, { errors: problem.errors ?? [] });
  }

  get status(): number {
    return this.problem.status;
  }

  override toJSON(): Readonly<Record<string, unknown>> {
    return this.problem;
  }
}
