import { z } from 'zod';

const problem = z.looseObject({
  status: z.number(),
  detail: z.string(),
  errors: z.array(z.looseObject({ pointer: z.string(), detail: z.string() })).optional(),
});

/** The server said no, and why. */
export class RefusedError extends Error {
  readonly code = 'refused';
  constructor(
    readonly status: number,
    detail: string,
    readonly places: readonly { readonly pointer: string; readonly detail: string }[] = [],
  ) {
    super(detail);
  }
}

/** Nobody answered, or not in a way that we understand. */
export class UnreachableError extends Error {
  readonly code = 'unreachable';
}

export interface ApiOptions {
  /** of the server, without a path */
  readonly url: string;
  readonly token?: string | undefined;
}

export interface ApiRequest {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Talks to the server's HTTP API. */
export class ApiClient {
  constructor(private readonly options: ApiOptions) {}

  /** @throws {RefusedError} for an answer that is a problem. @throws {UnreachableError} */
  async send(path: string, request: ApiRequest = {}): Promise<Response> {
    const answer = await this.ask(path, request);
    if (answer.ok) return answer;
    const text = await answer.text();
    const { data } = problem.safeParse(jsonOrUndefined(text));
    throw new RefusedError(answer.status, data?.detail ?? `${answer.status} ${answer.statusText}`, data?.errors);
  }

  /** The answer's body, checked. @throws {RefusedError} @throws {UnreachableError} */
  async get<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>> {
    const { data, error } = schema.safeParse(jsonOrUndefined(await (await this.send(path)).text()));
    if (error) throw new UnreachableError(`${path}: the answer is not what this version of rw knows: ${error.message}`);
    return data;
  }

  private async ask(path: string, { method = 'GET', body, headers, signal }: ApiRequest): Promise<Response> {
    const { url, token } = this.options;
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    try {
      return await fetch(new URL(path, url), {
        method,
        headers: { ...authorization, ...headers },
        ...(body !== undefined && { body }),
        ...(signal && { signal }),
      });
    } catch (cause) {
      if (signal?.aborted) throw cause;
      throw new UnreachableError(`${url} does not answer: ${reasonOf(cause)}; set RW_URL or --url`, { cause });
    }
  }
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message: string };
  return cause?.code ?? cause?.message ?? message;
}
