import { sampleInput } from '@roadworthy/contracts';
import { type OpenApiPart, answerOf, problemsOf, requestOf } from '@roadworthy/http';
import { z } from 'zod';

import { keysPaths } from './access/keys-open-api.js';

const answer = z.object({
  accepted: z.int().describe('samples that the log has'),
  rejected: z.array(z.object({ index: z.int(), pointer: z.string(), code: z.string(), detail: z.string() })),
});

const samples = z.union([z.strictObject({ samples: z.array(sampleInput).min(1).max(1000) }), sampleInput]);

const unavailable = { 503: 'too much waits for the log, or it does not answer; try again', 507: 'the disk is full' };

const otlpBody = {
  required: true,
  description: 'ExportMetricsServiceRequest of OTLP/HTTP',
  content: { 'application/x-protobuf': { schema: { type: 'string', format: 'binary' } }, 'application/json': {} },
};

/** Ingest's part of the OpenAPI document. */
export const ingestOpenApi: OpenApiPart = {
  paths: {
    ...keysPaths,
    '/v1/samples': {
      post: {
        operationId: 'publishSamples',
        summary: 'Takes samples: JSON, or CloudEvents in binary, structured or batched mode',
        parameters: [{ name: 'idempotency-key', in: 'header', required: false, schema: { type: 'string' } }],
        requestBody: requestOf(samples, [
          'application/json',
          'application/cloudevents+json',
          'application/cloudevents-batch+json',
        ]),
        responses: {
          202: answerOf('the log has what was accepted', answer),
          ...problemsOf({ 400: 'no sample can be taken', 413: 'too large', 415: 'another type', ...unavailable }),
        },
      },
    },
    '/v1/metrics': {
      post: {
        operationId: 'publishMetrics',
        summary: 'Takes OTLP/HTTP metrics; what cannot be taken is counted in partialSuccess',
        requestBody: otlpBody,
        responses: {
          200: { description: 'ExportMetricsServiceResponse, in the encoding of the request' },
          ...problemsOf({ 400: 'not an OTLP request', 413: 'too large', 415: 'another type', ...unavailable }),
        },
      },
    },
  },
};
