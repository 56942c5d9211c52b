import type { StatePartition } from '../../state-store/state-store.js';

export interface StateKeys {
  /** hash: epoch, version, and the offset of each topic */
  readonly head: string;
  /** hash: the state by field */
  readonly fields: string;
  /** stream: rows by `epoch-version` */
  readonly outbox: string;
  /** stream: rows by `version-0` */
  readonly journal: string;
}

/** All keys of a partition share a slot, so that one script may change them all in a cluster too. */
export function stateKeys({ processor, partition }: StatePartition): StateKeys {
  const slot = `rw:{${processor}:${partition}}`;
  return { head: `${slot}:head`, fields: `${slot}:fields`, outbox: `${slot}:outbox`, journal: `${slot}:journal` };
}
