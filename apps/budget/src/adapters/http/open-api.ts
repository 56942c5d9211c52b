import { budgetStatus } from '@roadworthy/contracts';
import { answerOf, type OpenApiPart, pathParameter, problemsOf, queryParameter } from '@roadworthy/http';
import { z } from 'zod';

import { explanationAnswer } from './explanation-answer.js';
import { sloAnswer } from './slo-answer.js';

const id = pathParameter('id', '<service>.<objective>');
const header = { in: 'header', required: false, schema: { type: 'string' } };
const ifMatch = {
  ...header,
  name: 'if-match',
  description: 'entity tags, one of which must be that of the current version; * for any version',
};
const ifNoneMatch = { ...header, name: 'if-none-match', description: '*: it must not exist' };

const line = z.object({
  id: z.string(),
  displayName: z.string(),
  version: z.int(),
  target: z.string(),
  periodMs: z.int(),
  status: budgetStatus.data.optional(),
});

const openSlo = {
  required: true,
  description: 'one OpenSLO v1 document of kind SLO',
  content: { 'application/yaml': { schema: { type: 'string' } }, 'application/json': { schema: { type: 'object' } } },
};

/** The budget service's part of the OpenAPI document. */
export const budgetOpenApi: OpenApiPart = {
  paths: {
    '/v1/slos': {
      get: {
        operationId: 'listSlos',
        summary: 'Objectives and where their budgets stand, in order of their ids',
        parameters: [queryParameter('limit', '1 to 1000'), queryParameter('after', 'the last id of the page before')],
        responses: {
          200: answerOf('a page', z.object({ items: z.array(line), next: z.string().optional() })),
          ...problemsOf({ 400: 'the query is not valid' }),
        },
      },
    },
    '/v1/slos/{id}': {
      get: {
        operationId: 'getSlo',
        summary: 'An objective; its version is the entity tag',
        parameters: [id],
        responses: { 200: answerOf('the objective', sloAnswer), ...problemsOf({ 404: 'unknown' }) },
      },
      put: {
        operationId: 'putSlo',
        summary: 'Creates an objective, or changes a version that if-match names',
        parameters: [id, ifMatch, ifNoneMatch],
        requestBody: openSlo,
        responses: {
          200: answerOf('changed, or the same as before', sloAnswer),
          201: answerOf('created', sloAnswer),
          ...problemsOf({
            400: 'not an objective',
            412: 'if-match or if-none-match does not hold',
            428: 'exists, and if-match is missing',
          }),
        },
      },
      delete: {
        operationId: 'retireSlo',
        summary: 'Retires an objective; its open alerts resolve',
        parameters: [id, ifMatch],
        responses: {
          204: { description: 'retired' },
          ...problemsOf({ 404: 'unknown', 412: 'if-match or if-none-match does not hold', 428: 'if-match is missing' }),
        },
      },
    },
    '/v1/slos/{id}/status': {
      get: {
        operationId: 'getSloStatus',
        summary: 'Where the error budget stands',
        parameters: [id],
        responses: {
          200: answerOf('the last published status', budgetStatus.data),
          ...problemsOf({ 404: 'unknown', 503: 'not counted yet' }),
        },
      },
    },
    '/v1/slos/{id}/explain': {
      get: {
        operationId: 'explainSlo',
        summary: 'How the numbers came about: the integers of every window, as comparisons',
        parameters: [id],
        responses: {
          200: answerOf('the last committed state', explanationAnswer),
          ...problemsOf({ 404: 'unknown', 503: 'not counted yet' }),
        },
      },
    },
  },
};
