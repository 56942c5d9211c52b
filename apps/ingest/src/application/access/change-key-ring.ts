import { Injectable } from '@nestjs/common';
import type { AccessKey } from '@roadworthy/contracts';
import { DuplicateDocumentError, StaleVersionError } from '@roadworthy/documents';
import { Clock } from '@roadworthy/stream';

import { withKey, withoutKey } from '../../domain/access/key-ring.js';
import { keyRingId, KeyRingRepository } from './key-ring-document.js';

/** As many keys of the holder live as may. */
export class TooManyKeysError extends Error {
  readonly code = 'too-many-live-keys';
}

export class UnknownKeyError extends Error {
  readonly code = 'unknown-key';
}

/** How often somebody else may be faster. */
const attempts = 5;

/** Adds keys to a holder's ring and revokes them, against whoever else does so at the same time. */
@Injectable()
export class ChangeKeyRing {
  constructor(
    private readonly rings: KeyRingRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws {TooManyKeysError} */
  async add(tenant: string, name: string, key: AccessKey): Promise<void> {
    await this.change(tenant, name, (keys, now) => {
      const changed = withKey(keys, key, now);
      if (!changed) throw new TooManyKeysError(`two keys of ${name} live already: revoke one of them first`);
      return changed;
    });
  }

  /** Revoking what is revoked changes nothing. @throws {UnknownKeyError} */
  async revoke(tenant: string, name: string, id: string): Promise<void> {
    await this.change(tenant, name, (keys, now) => {
      const changed = withoutKey(keys, id, now);
      if (!changed) throw new UnknownKeyError(`${name} has no key ${id}`);
      return changed;
    });
  }

  private async change(
    tenant: string,
    name: string,
    edit: (keys: readonly AccessKey[], now: number) => readonly AccessKey[],
  ): Promise<void> {
    const id = keyRingId(tenant, name);
    for (let attempt = 1; ; attempt++) {
      const at = this.clock.now();
      const found = await this.rings.find(id);
      const data = { name, keys: edit(found?.data.keys ?? [], at) };
      try {
        if (found) await this.rings.replace({ id, version: found.version, data, at });
        else await this.rings.insert({ id, tenant, data, at });
        return;
      } catch (error) {
        const wasFaster = error instanceof StaleVersionError || error instanceof DuplicateDocumentError;
        if (!wasFaster || attempt === attempts) throw error;
      }
    }
  }
}
