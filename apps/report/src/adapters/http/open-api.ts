import { budgetAlerts } from '@roadworthy/contracts';
import { answerOf, type OpenApiPart, pathParameter, problemsOf, queryParameter, requestOf } from '@roadworthy/http';
import { z } from 'zod';

import { deadLetterServices } from '../../domain/dead-letter-id.js';
import { deadLetterLine, replayAnswer, replayBody, wholeDeadLetter } from './dead-letter-answer.js';

const events = (description: string): object => ({
  description,
  content: { 'text/event-stream': { schema: { type: 'string' } } },
});

const range = z.object({ partition: z.int(), low: z.int(), high: z.int() });
const topics = z.object({ items: z.array(z.object({ topic: z.string(), partitions: z.array(range) })) });
const id = pathParameter('id', '<service>-<partition>-<offset>');
const lastEventId = { name: 'last-event-id', in: 'header', required: false, schema: { type: 'string' } };
const service = { ...queryParameter('service', deadLetterServices.join(' or ')), required: true };
const limit = queryParameter('limit', '1 to 1000');
const notYet = { 503: 'the topics are still being read, or too many streams are open' };

/** The report service's part of the OpenAPI document. */
export const reportOpenApi: OpenApiPart = {
  paths: {
    '/v1/live': {
      get: {
        operationId: 'watchLive',
        summary: 'Statuses of all objectives and alerts: event snapshot first, then status and alert as they change',
        parameters: [lastEventId],
        responses: {
          200: events('ids are <replica>-<sequence>; a foreign one gets a snapshot'),
          ...problemsOf(notYet),
        },
      },
    },
    '/v1/alerts': {
      get: {
        operationId: 'listAlerts',
        summary: 'Open alerts and those that closed last, the newest first',
        parameters: [queryParameter('state', 'open, resolved or retracted'), limit],
        responses: {
          200: answerOf('the latest revision of each', z.object({ items: z.array(budgetAlerts.data) })),
          ...problemsOf({ 400: 'the query is not valid', ...notYet }),
        },
      },
    },
    '/v1/topics': {
      get: {
        operationId: 'listTopics',
        summary: 'The topics of the platform and the offsets that they keep',
        responses: { 200: answerOf('in order of their names', topics), ...problemsOf({ 403: 'not an operator' }) },
      },
    },
    '/v1/topics/{topic}/tail': {
      get: {
        operationId: 'tailTopic',
        summary: 'Records of a topic as they arrive, each an event named record',
        parameters: [pathParameter('topic', 'a name of /v1/topics'), queryParameter('from', 'beginning or end')],
        responses: {
          200: events('value is JSON, text or base64, as encoding says'),
          ...problemsOf({ 403: 'not an operator', 404: 'unknown', 503: 'too many streams are open' }),
        },
      },
    },
    '/v1/dead-letters': {
      get: {
        operationId: 'listDeadLetters',
        summary: 'Records that a service could not apply, the newest last',
        parameters: [service, limit],
        responses: {
          200: answerOf('the newest ones', z.object({ items: z.array(deadLetterLine) })),
          ...problemsOf({ 400: 'the query is not valid', 403: 'not an operator' }),
        },
      },
    },
    '/v1/dead-letters/{id}': {
      get: {
        operationId: 'getDeadLetter',
        summary: 'A dead letter with its bytes',
        parameters: [id],
        responses: {
          200: answerOf('whole', wholeDeadLetter),
          ...problemsOf({ 403: 'not an operator', 404: 'unknown' }),
        },
      },
    },
    '/v1/dead-letters/{id}/replay': {
      post: {
        operationId: 'replayDeadLetter',
        summary: 'Puts the record back where it came from; asked again, it stays put back once',
        parameters: [id],
        responses: {
          202: answerOf('where it went', replayAnswer),
          ...problemsOf({ 403: 'not an operator', 404: 'unknown', 409: 'its topic or partition is gone' }),
        },
      },
    },
    '/v1/dead-letters/replay': {
      post: {
        operationId: 'replayDeadLetters',
        summary: 'Puts back all records of a service that were not put back before',
        requestBody: requestOf(replayBody),
        responses: {
          202: answerOf('where they went', replayAnswer),
          ...problemsOf({ 400: 'the body is not valid', 403: 'not an operator', 409: 'a topic or partition is gone' }),
        },
      },
    },
  },
};
