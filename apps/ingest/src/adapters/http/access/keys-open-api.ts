import { accessKey, keyHolderName } from '@roadworthy/contracts';
import { answerOf, type OpenApiPart, pathParameter, problemsOf, requestOf } from '@roadworthy/http';
import { z } from 'zod';

import { newKeyBody } from './keys.controller.js';

const line = accessKey.omit({ hash: true }).extend({ name: keyHolderName });

/** The routes of API keys. */
export const keysPaths: OpenApiPart['paths'] = {
  '/v1/keys': {
    get: {
      operationId: 'listKeys',
      summary: 'API keys of the tenant, without their secrets',
      responses: { 200: answerOf('all of them', z.object({ items: z.array(line) })) },
    },
    post: {
      operationId: 'createKey',
      summary: 'Creates an API key; the answer alone holds the secret, and it opens doors within a second',
      requestBody: requestOf(newKeyBody),
      responses: {
        201: answerOf('created', line.extend({ key: z.string() })),
        ...problemsOf({ 400: 'not the body of a key', 409: 'two keys of the holder live already' }),
      },
    },
  },
  '/v1/keys/{name}/{id}': {
    delete: {
      operationId: 'revokeKey',
      summary: 'Revokes an API key, for good; it opens nothing within a second',
      parameters: [pathParameter('name', 'the holder'), pathParameter('id', 'of the key')],
      responses: { 204: { description: 'revoked, or was before' }, ...problemsOf({ 404: 'unknown' }) },
    },
  },
};
