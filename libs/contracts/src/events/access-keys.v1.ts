import { z } from 'zod';

import { compacted, defineEvent, type EventData } from '../define-event.js';
import { instant, keyHolderName, tenantName } from '../names.js';
import { scopes } from '../scopes.js';

/** An API key as it is kept. The secret is nowhere: who knows it can show that it has this hash. */
export const accessKey = z.object({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('SHA-256 of the secret, which has 256 random bits'),
  scopes: z.array(z.enum(scopes)).min(1),
  createdAt: instant,
  expiresAt: instant.optional(),
  revokedAt: instant.optional(),
});
export type AccessKey = z.output<typeof accessKey>;

/** The keys of one holder: at most two of them live at once, so that they can be rotated. */
export const accessKeys = defineEvent({
  topic: 'rw.access.keys.v1',
  summary: 'The API keys of one holder, without their secrets.',
  publisher: 'ingest',
  key: ({ tenant, name }) => `${tenant}/${name}`,
  retention: compacted,
  broadcast: true,
  data: z.object({
    tenant: tenantName,
    name: keyHolderName,
    version: z.int().positive(),
    keys: z.array(accessKey).describe('live ones, and the last that were revoked'),
  }),
  example: {
    tenant: 'default',
    name: 'story-api',
    version: 1,
    keys: [
      {
        id: '0123456789abcdef',
        hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        scopes: ['publish'],
        createdAt: '2026-01-01T00:00:00.000Z',
      },
    ],
  },
});
export type AccessKeys = EventData<typeof accessKeys>;
