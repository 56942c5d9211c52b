import type { StateStore } from '../state-store/state-store.js';
import { fieldNames, placeOfField } from './field-names.js';
import type { ProcessorDefinition } from './processor-definition.js';

interface EntityPlace {
  readonly partition: number;
  readonly key: string;
}

/**
 * The state of one key as its owner committed it last, read by anybody.
 *
 * @returns `undefined` where nothing was committed
 */
export async function readEntity<S, I>(
  store: StateStore,
  { name: processor, codec }: Pick<ProcessorDefinition<S, I>, 'name' | 'codec'>,
  { partition, key }: EntityPlace,
): Promise<S | undefined> {
  const fields = await store.read({ processor, partition }, fieldNames.entityPrefix(key));
  if (fields.length === 0) return undefined;
  const parts = new Map(
    fields.flatMap(({ name, bytes }) => {
      const place = placeOfField(name);
      return place.kind === 'entity' ? [[place.part, bytes] as const] : [];
    }),
  );
  return codec.restore(key, parts);
}
