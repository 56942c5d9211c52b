import type { AnyEvent } from '@roadworthy/contracts';

import type { LogRecord } from '../log/log.js';
import { fieldNames } from './field-names.js';
import type { BroadcastTables } from './processor-definition.js';
import { fromJsonBytes, toJsonBytes } from './state-codec.js';

/** Names the offset of one partition of a broadcast topic among a commit's offsets. */
export const broadcastOffset = (topic: string, partition: number): string => `${topic}#${partition}`;

/** A partition's own copy of the broadcast tables, as far as it has committed them: part of its state. */
export class BroadcastCopy {
  readonly offsets = new Map<string, number>();
  private readonly tables = new Map<string, Map<string, unknown>>();
  private readonly dirty = new Set<string>();

  constructor(committed: Readonly<Record<string, number>>) {
    for (const [name, offset] of Object.entries(committed)) if (name.includes('#')) this.offsets.set(name, offset);
  }

  readonly read: BroadcastTables = (event: AnyEvent) => this.table(event.topic);

  restore(topic: string, key: string, bytes: Uint8Array): void {
    this.table(topic).set(key, fromJsonBytes(bytes));
  }

  /** Takes a record over unless this copy has it already. @param data - `undefined` removes the key */
  put({ topic, partition, offset, key = '' }: LogRecord, data: unknown): void {
    const name = broadcastOffset(topic, partition);
    if (offset < (this.offsets.get(name) ?? 0)) return;
    this.offsets.set(name, offset + 1);
    if (data === undefined) this.table(topic).delete(key);
    else this.table(topic).set(key, data);
    this.dirty.add(JSON.stringify([topic, key]));
  }

  get changed(): boolean {
    return this.dirty.size > 0;
  }

  collectChanges(into: Map<string, Uint8Array | undefined>): void {
    for (const place of this.dirty) {
      const [topic, key] = JSON.parse(place) as [string, string];
      const data = this.table(topic).get(key);
      into.set(fieldNames.table(topic, key), data === undefined ? undefined : toJsonBytes(data));
    }
    this.dirty.clear();
  }

  private table(topic: string): Map<string, unknown> {
    let table = this.tables.get(topic);
    if (!table) this.tables.set(topic, (table = new Map()));
    return table;
  }
}
