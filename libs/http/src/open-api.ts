import { z } from 'zod';

/** One service's part of the OpenAPI document: its paths, as OpenAPI 3.1 writes them. */
export interface OpenApiPart {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): object => {
  const document = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' });
  return Object.fromEntries(Object.entries(document).filter(([name]) => name !== '$schema'));
};

/** A request body. @param types - media types, `application/json` unless given */
export const requestOf = (schema: z.ZodType, types: readonly string[] = ['application/json']): object => ({
  required: true,
  content: Object.fromEntries(types.map((type) => [type, { schema: schemaOf(schema, 'input') }])),
});

/** An answer with a JSON body. */
export const answerOf = (description: string, schema: z.ZodType): object => ({
  description,
  content: { 'application/json': { schema: schemaOf(schema, 'output') } },
});

/** Refusals by status, each a problem document. */
export const problemsOf = (refusals: Readonly<Record<number, string>>): Record<string, object> =>
  Object.fromEntries(
    Object.entries(refusals).map(([status, description]) => [
      status,
      { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
    ]),
  );

export const pathParameter = (name: string, description: string): object => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: { type: 'string' },
});

export const queryParameter = (name: string, description: string): object => ({
  name,
  in: 'query',
  required: false,
  description,
  schema: { type: 'string' },
});

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'detail'],
        properties: { pointer: { type: 'string' }, code: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
};

/** The document of all services that run in this process. */
export const openApiDocument = (parts: readonly OpenApiPart[], version: string): Readonly<Record<string, unknown>> => ({
  openapi: '3.1.0',
  info: {
    title: 'Roadworthy',
    version,
    description: 'Error budgets, release policy, experiments, timing and reports on an event bus.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  paths: Object.assign({}, ...parts.map(({ paths }) => paths)),
  components: {
    schemas: { Problem: problemSchema },
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
  },
  security: [{ key: [] }],
});
