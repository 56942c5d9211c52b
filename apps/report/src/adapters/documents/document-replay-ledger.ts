import { defaultTenant } from '@roadworthy/contracts';
import { type DocumentRepository, type Documents, DuplicateDocumentError } from '@roadworthy/documents';
import { z } from 'zod';

import { ReplayLedger } from '../../application/replay-ledger.js';

const replay = z.object({ at: z.int() });
type Replay = z.output<typeof replay>;

/** One document for each dead letter that was put back. */
export class DocumentReplayLedger extends ReplayLedger {
  private constructor(private readonly replays: DocumentRepository<Replay>) {
    super();
  }

  static async open(documents: Documents): Promise<DocumentReplayLedger> {
    const kind = { collection: 'dead-letter-replays', schemaVersion: 1, read: (data: unknown) => replay.parse(data) };
    return new DocumentReplayLedger(await documents.open(kind));
  }

  async replayedAt(id: string): Promise<number | undefined> {
    return (await this.replays.find(id))?.data.at;
  }

  async replayed(id: string, at: number): Promise<void> {
    try {
      await this.replays.insert({ id, tenant: defaultTenant, data: { at }, at });
    } catch (error) {
      if (!(error instanceof DuplicateDocumentError)) throw error;
    }
  }
}
