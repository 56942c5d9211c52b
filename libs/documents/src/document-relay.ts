import { type AnyEvent, cloudEventHeaders, type EventData } from '@roadworthy/contracts';
import type { Log, NewRecord } from '@roadworthy/stream';

import type { DocumentRepository, DocumentVersion } from './document-repository.js';

export interface DocumentRelayOptions<E extends AnyEvent, T> {
  readonly documents: DocumentRepository<T>;
  readonly log: Pick<Log, 'append'>;
  /** on a compacted topic */
  readonly event: E;
  /** CloudEvents source: `/<service>/<instance>` */
  readonly source: string;
  readonly dataOf: (version: DocumentVersion<T>) => EventData<E>;
  /** how often it looks without being woken, ms; another process may have written */
  readonly intervalMs?: number;
  /** hears of each failure; what failed is tried again at the next tick */
  readonly onFailure?: (error: unknown) => void;
}

const batchSize = 100;
const defaultIntervalMs = 1_000;

/**
 * Publishes every version of every document to the event's topic, in order for each document. A version is marked as
 * published after the log has it: a crash in between repeats it and loses nothing. Two relays may serve the same
 * documents: whoever finds that a document went on while it published looks again, so that the newest comes last.
 */
export class DocumentRelay<E extends AnyEvent, T> {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private isWoken = false;
  private isStopped = false;
  /** documents whose newest version may lie before an older one that we published */
  private readonly owed = new Set<string>();

  constructor(private readonly options: DocumentRelayOptions<E, T>) {}

  start(): void {
    this.timer = setInterval(() => this.wake(), this.options.intervalMs ?? defaultIntervalMs);
    this.wake();
  }

  /** Looks for something to publish, now or when the current pass is done. */
  wake(): void {
    this.isWoken = true;
    if (this.isStopped || this.running) return;
    this.running = this.passes().finally(() => {
      this.running = undefined;
      if (this.isWoken) this.wake();
    });
  }

  /**
   * Begins nothing new and waits for what is under way, as long as the log may take.
   *
   * @returns whether all of it came to its end; what did not is published again at the next start
   */
  async stop(withinMs = 5_000): Promise<boolean> {
    this.isStopped = true;
    clearInterval(this.timer);
    if (!this.running) return true;
    const { promise: late, resolve } = Promise.withResolvers<boolean>();
    const timeout = setTimeout(() => resolve(false), withinMs);
    const isDone = await Promise.race([this.running.then(() => true), late]);
    clearTimeout(timeout);
    return isDone;
  }

  private async passes(): Promise<void> {
    while (this.isWoken && !this.isStopped) {
      this.isWoken = false;
      try {
        await this.publishAll();
      } catch (error) {
        this.options.onFailure?.(error);
      }
    }
  }

  private async publishAll(): Promise<void> {
    while (!this.isStopped) {
      const versions = await this.options.documents.unpublished(batchSize);
      if (versions.length > 0) await this.publish(versions);
      else if (this.owed.size > 0) await this.publish(await this.owedVersions());
      else return;
    }
  }

  private async publish(versions: readonly DocumentVersion<T>[]): Promise<void> {
    const { documents, log } = this.options;
    const newest = new Map(versions.map(({ id, version }) => [id, version]));
    for (const id of newest.keys()) this.owed.add(id);
    await log.append(versions.map((version) => this.record(version)));
    for (const [id, version] of newest)
      if ((await documents.markPublished(id, version)) === version) this.owed.delete(id);
  }

  private async owedVersions(): Promise<DocumentVersion<T>[]> {
    const versions: DocumentVersion<T>[] = [];
    for (const id of this.owed) {
      const version = await this.options.documents.latest(id);
      if (version) versions.push(version);
      else this.owed.delete(id);
    }
    return versions;
  }

  private record(version: DocumentVersion<T>): NewRecord {
    const { event, source, dataOf } = this.options;
    const data: unknown = dataOf(version);
    return {
      topic: event.topic,
      key: event.key(data),
      meetsBy: event.meetsBy(data),
      value: JSON.stringify(data),
      headers: cloudEventHeaders({
        type: event.topic,
        source,
        id: `${version.id}/${version.version}`,
        time: version.updatedAt,
      }),
    };
  }
}
