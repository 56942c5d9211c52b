import type { TroubleKind } from './troubles.js';

/** Cannot stand in tenants, services, objectives or metric names. */
const separator = '\u001f';

/** How a partition's fields are named: what they hold, then whose. */
export const fieldNames = {
  codecVersion: 'version',
  entity: (key: string, part: string): string => `entity${separator}${key}${separator}${part}`,
  /** all parts of one key */
  entityPrefix: (key: string): string => `entity${separator}${key}${separator}`,
  mark: (source: string): string => `mark${separator}${source}`,
  request: (hash: string): string => `request${separator}${hash}`,
  table: (topic: string, key: string): string => `table${separator}${topic}${separator}${key}`,
  /** @param place - the key that it is about; empty where it is about the partition */
  trouble: (trouble: TroubleKind, place: string): string => `trouble${separator}${trouble}${separator}${place}`,
};

export type FieldPlace =
  | { readonly kind: 'entity'; readonly key: string; readonly part: string }
  | { readonly kind: 'mark'; readonly source: string }
  | { readonly kind: 'request'; readonly hash: string }
  | { readonly kind: 'table'; readonly topic: string; readonly key: string }
  | { readonly kind: 'trouble'; readonly trouble: TroubleKind }
  | { readonly kind: 'version' };

/** @throws {RangeError} for a name that `fieldNames` did not make */
export function placeOfField(name: string): FieldPlace {
  const [kind, first = '', second = ''] = name.split(separator);
  switch (kind) {
    case 'entity':
      return { kind, key: first, part: second };
    case 'mark':
      return { kind, source: first };
    case 'request':
      return { kind, hash: first };
    case 'table':
      return { kind, topic: first, key: second };
    case 'trouble':
      if (first !== 'storm' && first !== 'suspended-key') break;
      return { kind, trouble: first };
    case 'version':
      return { kind };
    default:
  }
  throw new RangeError(`unknown field of a partition's state: ${name}`);
}
