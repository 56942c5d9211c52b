import { isDeepStrictEqual } from 'node:util';

import { Injectable } from '@nestjs/common';
import { DuplicateDocumentError, type StoredDocument } from '@roadworthy/documents';
import { Clock } from '@roadworthy/stream';

import { documentId, type ObjectiveDocument, ObjectiveRepository, sloIdOf } from './objective-document.js';
import { type Seen, VersionNeededError } from './seen-version.js';

export interface PutOutcome {
  readonly change: 'created' | 'replaced' | 'unchanged';
  readonly document: StoredDocument<ObjectiveDocument>;
}

/** Creates an objective, or changes it if the caller saw its latest version; what says the same changes nothing. */
@Injectable()
export class PutObjective {
  constructor(
    private readonly objectives: ObjectiveRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws {VersionNeededError} when it exists and the caller saw no version
   * @throws {StaleVersionError} when it was changed since, or is retired
   * @throws {DuplicateDocumentError} when it exists and the caller saw that it did not
   */
  async run(tenant: string, data: ObjectiveDocument, seen: Seen): Promise<PutOutcome> {
    const id = documentId(tenant, sloIdOf(data));
    const at = this.clock.now();
    if (typeof seen === 'number') return this.replace(id, data, { seen, at });
    try {
      return { change: 'created', document: await this.objectives.insert({ id, tenant, data, at }) };
    } catch (error) {
      if (!(error instanceof DuplicateDocumentError) || seen === 'absent') throw error;
      const document = await this.objectives.find(id);
      if (!document || !isSame(document.data, data)) throw new VersionNeededError(id, { cause: error });
      return { change: 'unchanged', document };
    }
  }

  private async replace(
    id: string,
    data: ObjectiveDocument,
    { seen, at }: { readonly seen: number; readonly at: number },
  ): Promise<PutOutcome> {
    const document = await this.objectives.find(id);
    if (document?.version === seen && isSame(document.data, data)) return { change: 'unchanged', document };
    return { change: 'replaced', document: await this.objectives.replace({ id, version: seen, data, at }) };
  }
}

/** Compared as they are stored: a field that is `undefined` is not there. */
const stored = ({ spec, source }: ObjectiveDocument): unknown => JSON.parse(JSON.stringify([spec, source]));

const isSame = (a: ObjectiveDocument, b: ObjectiveDocument): boolean => isDeepStrictEqual(stored(a), stored(b));
