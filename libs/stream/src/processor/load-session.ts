import type { Acquired, StatePartition, StateStore } from '../state-store/state-store.js';
import { BroadcastCopy } from './broadcast-copy.js';
import { Entities } from './entities.js';
import { placeOfField } from './field-names.js';
import { Marks } from './marks.js';
import type { ProcessorDefinition } from './processor-definition.js';
import type { SessionParts } from './session.js';
import { fromJsonBytes, NewerStateError } from './state-codec.js';
import { Troubles } from './troubles.js';

type Loaded<S> = Pick<SessionParts<S>, 'acquired' | 'entities' | 'marks' | 'tables' | 'troubles' | 'storedVersion'>;

/**
 * Takes a partition over and reads its state. From `acquire` on nobody else can write, so the pages fit together.
 *
 * @throws {NewerStateError} when a newer program wrote the state
 */
export async function loadSession<S, I>(
  store: StateStore,
  definition: ProcessorDefinition<S, I>,
  { place, now }: { place: StatePartition; now: number },
): Promise<Loaded<S>> {
  const acquired = await store.acquire(place, now);
  const loaded = emptyParts(definition, acquired);
  const entityParts = new Map<string, Map<string, Uint8Array>>();
  let storedVersion: number | undefined;
  for await (const page of store.load(place))
    for (const { name, bytes } of page) {
      const field = placeOfField(name);
      if (field.kind === 'version') storedVersion = Number(fromJsonBytes(bytes));
      else if (field.kind === 'mark') loaded.marks.restoreMark(field.source, bytes);
      else if (field.kind === 'request') loaded.marks.restoreRequest(field.hash, bytes);
      else if (field.kind === 'trouble') loaded.troubles.restore(field.trouble, bytes);
      else if (field.kind === 'table') loaded.tables.restore(field.topic, field.key, bytes);
      else partsOf(entityParts, field.key).set(field.part, bytes);
    }
  const { version } = definition.codec;
  if (storedVersion !== undefined && storedVersion > version)
    throw new NewerStateError(definition.name, storedVersion, version);
  for (const [key, parts] of entityParts) loaded.entities.restore(key, parts, storedVersion ?? version);
  return { ...loaded, storedVersion };
}

const emptyParts = <S, I>(
  definition: ProcessorDefinition<S, I>,
  acquired: Acquired,
): Omit<Loaded<S>, 'storedVersion'> => ({
  acquired,
  entities: new Entities(definition.codec, definition.create),
  marks: new Marks(),
  tables: new BroadcastCopy(acquired.offsets),
  troubles: new Troubles(),
});

function partsOf(byKey: Map<string, Map<string, Uint8Array>>, key: string): Map<string, Uint8Array> {
  let parts = byKey.get(key);
  if (!parts) byKey.set(key, (parts = new Map()));
  return parts;
}
