import type { AccessKey } from '@roadworthy/contracts';

/** A key, and whose data it opens. */
export interface KnownKey extends AccessKey {
  readonly tenant: string;
}

/** Every API key that is known here, in memory: a request must not wait for a look-up. */
export abstract class KeyDirectory {
  /** Revoked ones too. The same object until something about the key changes. */
  abstract find(id: string): KnownKey | undefined;
}

/** There are none. */
export class NoKeys extends KeyDirectory {
  find(): undefined {
    return undefined;
  }
}
