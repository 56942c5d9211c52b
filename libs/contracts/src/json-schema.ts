import { z } from 'zod';

import type { AnyEvent } from './define-event.js';

/** A JSON Schema of draft 07, the dialect that AsyncAPI 3 takes as its own. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The schema of an event's data as it is written to its topic; readers drop fields that they do not know. */
export function jsonSchemaOf({ data }: Pick<AnyEvent, 'data'>): JsonSchema {
  const schema = z.toJSONSchema(data, {
    io: 'input',
    target: 'draft-07',
    override: ({ jsonSchema }) => {
      // The format says it; the pattern beside it is a screenful that no reader can use.
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== '$schema'));
}
