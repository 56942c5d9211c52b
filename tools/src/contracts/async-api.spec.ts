import { Parser } from '@asyncapi/parser';
import { describe, expect, it } from '@jest/globals';

import { asyncApiDocument, catalogue } from '@roadworthy/contracts';

const diagnosticsOf = async (document: unknown) => {
  const { diagnostics } = await new Parser().parse(JSON.stringify(document));
  return diagnostics
    .filter(({ severity }) => severity <= 1)
    .map(({ message, path }) => `${path.join('.')}: ${message}`);
};

describe('asyncApiDocument', () => {
  it('is valid for the parser of the AsyncAPI project', async () => {
    expect(await diagnosticsOf(asyncApiDocument({ version: '1.0.0', host: 'localhost:9092' }))).toEqual([]);
  });

  it('is held against the specification by that parser', async () => {
    const document = asyncApiDocument({ version: '1.0.0' });
    expect(await diagnosticsOf({ ...document, operations: { odd: { action: 'publish' } } })).not.toEqual([]);
  });

  it('tells what a consumer must know of a topic', async () => {
    const { document } = await new Parser().parse(
      JSON.stringify(asyncApiDocument({ version: '1.0.0', partitions: 3 })),
    );
    const channel = document?.channels().get('rw.slo.definitions.v1');
    expect(channel?.address()).toBe('rw.slo.definitions.v1');
    expect(channel?.bindings().get('kafka')?.value()).toMatchObject({
      partitions: 3,
      topicConfiguration: { 'cleanup.policy': ['compact'] },
    });
    const message = channel?.messages().all()[0];
    expect(message?.bindings().get('kafka')?.value()).toMatchObject({
      key: { type: 'string', description: '<tenant>/<service>/<objective>' },
    });
    expect(message?.headers()?.required()).toEqual([
      'ce_specversion',
      'ce_type',
      'ce_source',
      'ce_id',
      'ce_time',
      'content-type',
    ]);
  });

  it('has every event of the catalogue, with an example', async () => {
    const { document } = await new Parser().parse(JSON.stringify(asyncApiDocument({ version: '1.0.0' })));
    const messages = document?.components().messages().all() ?? [];
    expect(messages.map((message) => message.name())).toEqual(catalogue.map(({ topic }) => topic));
    expect(messages.filter((message) => message.examples().isEmpty())).toEqual([]);
  });
});
