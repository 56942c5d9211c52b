import {
  type Acquired,
  type Commit,
  type CommitResult,
  type JournalRow,
  type OutboxId,
  type OutboxRow,
  type StateField,
  type StatePartition,
  StateStore,
} from '../../state-store/state-store.js';

interface Held {
  epoch: number;
  version: number;
  offsets: Record<string, number>;
  readonly fields: Map<string, Uint8Array>;
  outbox: OutboxRow[];
  journal: JournalRow[];
}

/** State in memory, with the promises of the real stores: the fake that the runtime is tested on. */
export class MemoryStateStore extends StateStore {
  private readonly partitions = new Map<string, Held>();

  async acquire(place: StatePartition, now: number): Promise<Acquired> {
    const held = this.held(place);
    held.epoch = Math.max(held.epoch + 1, now);
    return { epoch: held.epoch, version: held.version, offsets: { ...held.offsets }, outbox: [...held.outbox] };
  }

  async epoch(place: StatePartition): Promise<number | undefined> {
    return this.partitions.get(nameOf(place))?.epoch;
  }

  async *load(place: StatePartition): AsyncIterable<readonly StateField[]> {
    yield [...(this.partitions.get(nameOf(place))?.fields ?? [])].map(([name, bytes]) => ({ name, bytes }));
  }

  async read(place: StatePartition, prefix: string): Promise<readonly StateField[]> {
    const fields = this.partitions.get(nameOf(place))?.fields ?? new Map<string, Uint8Array>();
    return [...fields].filter(([name]) => name.startsWith(prefix)).map(([name, bytes]) => ({ name, bytes }));
  }

  async commit(commit: Commit): Promise<CommitResult> {
    const held = this.partitions.get(nameOf(commit));
    if (held?.epoch !== commit.epoch) return 'lost';
    if (held.version !== commit.version) return held.version === commit.version + 1 ? 'already-applied' : 'conflict';
    held.version++;
    Object.assign(held.offsets, commit.offsets);
    for (const [name, bytes] of commit.fields)
      if (bytes === undefined) held.fields.delete(name);
      else held.fields.set(name, bytes.slice());
    const { epoch, outbox, journal } = commit;
    if (outbox !== undefined) held.outbox.push({ epoch, version: held.version, row: outbox });
    if (journal !== undefined) held.journal.push({ version: held.version, row: journal });
    return 'applied';
  }

  async trim(place: StatePartition, upTo: OutboxId): Promise<void> {
    const held = this.partitions.get(nameOf(place));
    if (!held) return;
    held.outbox = held.outbox.filter(
      ({ epoch, version }) => epoch > upTo.epoch || (epoch === upTo.epoch && version > upTo.version),
    );
  }

  async *journal(place: StatePartition, after: number): AsyncIterable<readonly JournalRow[]> {
    yield this.partitions.get(nameOf(place))?.journal.filter(({ version }) => version > after) ?? [];
  }

  async trimJournal(place: StatePartition, upTo: number): Promise<void> {
    const held = this.partitions.get(nameOf(place));
    if (held) held.journal = held.journal.filter(({ version }) => version > upTo);
  }

  async close(): Promise<void> {}

  private held(place: StatePartition): Held {
    const name = nameOf(place);
    let held = this.partitions.get(name);
    if (!held) {
      held = { epoch: 0, version: 0, offsets: {}, fields: new Map(), outbox: [], journal: [] };
      this.partitions.set(name, held);
    }
    return held;
  }
}

const nameOf = ({ processor, partition }: StatePartition): string => `${processor}:${partition}`;
