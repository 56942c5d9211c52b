import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';

import { run } from './run.js';

const pauseMs = 40;

export interface Asked {
  readonly method: string;
  /** with its query */
  readonly path: string;
  readonly body: string;
}

export interface Answered {
  readonly status?: number;
  readonly type?: string;
  /** as JSON unless it is a text */
  readonly body: unknown;
  /** what else it says, with a pause before each */
  readonly later?: readonly string[];
  /** says no more, and does not end */
  readonly isSilent?: boolean;
}

/** Answers as a test says, and keeps what it was asked. */
export class FakeServer {
  readonly asked: Asked[] = [];

  private constructor(
    private readonly server: Server,
    /** without a slash at its end */
    readonly url: string,
  ) {}

  /** @param answer - `undefined` cuts the connection */
  static async start(answer: (asked: Asked) => Answered | undefined): Promise<FakeServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const fake = new FakeServer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => void fake.take(request, response, answer));
    return fake;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async take(
    request: IncomingMessage,
    response: ServerResponse,
    answer: (asked: Asked) => Answered | undefined,
  ): Promise<void> {
    const asked = { method: request.method ?? '', path: request.url ?? '', body: await text(request) };
    this.asked.push(asked);
    const answered = answer(asked);
    if (!answered) return void response.destroy();
    const { status = 200, type = 'application/json', body, later = [], isSilent = false } = answered;
    response.writeHead(status, { 'content-type': type });
    response.write(typeof body === 'string' ? body : JSON.stringify(body));
    for (const part of later) {
      await setTimeout(pauseMs);
      response.write(part);
    }
    if (!isSilent) response.end();
  }
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Environs {
  readonly environment?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly signal?: AbortSignal;
}

/** Runs a command line in this process. */
export async function outcomeOf(args: readonly string[], environs: Environs = {}): Promise<Outcome> {
  const { environment = {}, stdin = '', signal = new AbortController().signal } = environs;
  const printed = { stdout: '', stderr: '' };
  const code = await run(args, {
    environment,
    signal,
    version: '1.2.3',
    stdin: async () => stdin,
    write: (out) => (printed.stdout += out),
    writeError: (out) => (printed.stderr += out),
  });
  return { code, ...printed };
}

/** A refusal as the server writes it. */
export const problem = (status: number, code: string, members: object = {}): Answered => ({
  status,
  type: 'application/problem+json',
  body: { type: `urn:roadworthy:problem:${code}`, title: code, status, detail: `${code} it is`, ...members },
});
