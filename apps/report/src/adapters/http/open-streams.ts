import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Problem } from '@roadworthy/http';
import { Clock } from '@roadworthy/stream';
import type { FastifyReply } from 'fastify';

import { heartbeatBytes, openingBytes } from '../../domain/event-text.js';
import { EventStream } from './event-stream.js';

export type StreamKind = 'live' | 'tail';

/** A tail has a reader of its own; live streams share one. */
const limits: Readonly<Record<StreamKind, number>> = { live: 1_000, tail: 20 };
const heartbeatMs = 15_000;
const retryMs = 1_000;
const patienceMs = 1_000;

/** The event streams that are open: bounded in number, kept from falling silent, ended before the server is. */
@Injectable()
export class OpenStreams implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly streams = new Map<EventStream, StreamKind>();
  private cancelHeartbeat: (() => void) | undefined;
  private isEnding = false;

  constructor(private readonly clock: Clock) {}

  onApplicationBootstrap(): void {
    this.scheduleHeartbeat();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isEnding = true;
    this.cancelHeartbeat?.();
    await Promise.all([...this.streams.keys()].map(ended));
  }

  /** Answers with an open stream. @throws {Problem} 503 when there are too many, or the process ends */
  open(kind: StreamKind, reply: FastifyReply): EventStream {
    if (this.isEnding) throw refused('ending', 'this process ends');
    const count = [...this.streams.values()].filter((other) => other === kind).length;
    if (count >= limits[kind]) throw refused('too-many-streams', `${count} streams are open, which is the most`);
    const stream = new EventStream();
    this.streams.set(stream, kind);
    stream.once('close', () => this.streams.delete(stream));
    reply.raw.once('close', () => stream.destroy());
    void reply
      .header('content-type', 'text/event-stream; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('x-accel-buffering', 'no')
      .header('connection', 'close')
      .send(stream);
    stream.send('opening', openingBytes(retryMs));
    return stream;
  }

  private scheduleHeartbeat(): void {
    this.cancelHeartbeat = this.clock.at(this.clock.now() + heartbeatMs, () => {
      for (const stream of this.streams.keys()) stream.send('heartbeat', heartbeatBytes);
      this.scheduleHeartbeat();
    });
  }
}

/** Ends a stream; one whose client does not read on is cut. */
async function ended(stream: EventStream): Promise<void> {
  const closed = new Promise<void>((resolve) => stream.once('close', resolve));
  const cut = setTimeout(() => stream.destroy(), patienceMs);
  stream.end();
  await closed;
  clearTimeout(cut);
}

const refused = (code: string, detail: string): Problem =>
  new Problem({ status: 503, code, detail, headers: { 'retry-after': '1' } });
