import type { z } from 'zod';

import type { Address } from './address.js';
import { RefusedError, UnreachableError } from './failure.js';
import { problemDocument } from './schemas.js';

export interface ApiRequest {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Talks to the server's HTTP API. */
export class ApiClient {
  /** @param signal - ends every request */
  constructor(
    private readonly address: Address,
    private readonly signal: AbortSignal,
  ) {}

  /** @throws {RefusedError} for an answer that is not a success. @throws {UnreachableError} */
  async send(path: string, request: ApiRequest = {}): Promise<Response> {
    const answer = await this.ask(path, request);
    if (answer.ok) return answer;
    const { status, statusText } = answer;
    const { data } = problemDocument.safeParse(jsonOrUndefined(await this.textOf(answer)));
    const title = statusText || 'Refused';
    throw new RefusedError(data ?? { type: 'about:blank', title, status, detail: `${path}: ${status} ${title}` });
  }

  /** The answer's body, checked. @throws {RefusedError} @throws {UnreachableError} */
  async read<S extends z.ZodType>(path: string, schema: S, request: ApiRequest = {}): Promise<z.output<S>> {
    return checked(schema, await this.textOf(await this.send(path, request)), path);
  }

  private async ask(path: string, { signal, ...request }: ApiRequest): Promise<Response> {
    const { url, token } = this.address;
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const headers = { ...authorization, ...request.headers };
    try {
      return await fetch(`${url}${path}`, { ...request, headers, signal: signal ?? this.signal });
    } catch (cause) {
      throw this.unreachable(cause);
    }
  }

  private async textOf(answer: Response): Promise<string> {
    try {
      return await answer.text();
    } catch (cause) {
      throw this.unreachable(cause);
    }
  }

  private unreachable(cause: unknown): UnreachableError {
    const { url } = this.address;
    return new UnreachableError(`${url} does not answer: ${reasonOf(cause)}; set RW_URL or --url`, { cause });
  }
}

/**
 * A text of JSON that came from the server, checked.
 *
 * @param place - where it came from, for the message
 * @throws {UnreachableError} with everything that is not as the schema has it
 */
export function checked<S extends z.ZodType>(schema: S, text: string, place: string): z.output<S> {
  const json = jsonOrUndefined(text);
  if (json === undefined) throw new UnreachableError(`${place}: the answer is not JSON: is this a Roadworthy server?`);
  const { success, data, error } = schema.safeParse(json);
  if (success) return data;
  const errors = error.issues.map(({ path, message }) => ({
    pointer: path.map((part) => `/${String(part)}`).join(''),
    detail: message,
  }));
  throw new UnreachableError(`${place}: the answer is not what this version of rw knows`, { errors });
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The innermost cause that says something: what `fetch` itself throws is always "fetch failed". */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return code ?? error.message;
}
