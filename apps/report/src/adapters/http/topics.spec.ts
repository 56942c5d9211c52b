import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { budgetAlerts, ingestAlerts } from '@roadworthy/contracts';
import { RunningService } from '@roadworthy/testing';

import { ReportModule } from '../../report.module.js';
import { EventReader } from './event-reader.fixture.js';

const { topic } = budgetAlerts;

describe('the topics', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await RunningService.start(ReportModule);
    await service.log.createTopics([{ topic: 'private', partitions: 1, compacted: false }]);
    await append('one', '{"a":1}');
    await append('two', 'plain');
    await append('three', new Uint8Array([0xff, 0x00]));
    await append('four', undefined);
  });
  afterAll(() => service.stop());

  const append = (key: string, value: string | Uint8Array | undefined) =>
    service.log.append([{ topic, partition: 1, key, value, headers: { ce_id: key }, timestamp: 1_000 }]);
  const tail = (name: string, query = '') => EventReader.open(`${service.url}/v1/topics/${name}/tail${query}`);

  it('are listed with the offsets that they keep', async () => {
    const { items } = (await (await fetch(`${service.url}/v1/topics`)).json()) as { items: { topic: string }[] };
    expect(items).toContainEqual({
      topic,
      partitions: [
        { partition: 0, low: 0, high: 0 },
        { partition: 1, low: 0, high: expect.any(Number) },
      ],
    });
    expect(items.map((item) => item.topic)).toEqual(items.map((item) => item.topic).sort());
    expect(items.map((item) => item.topic)).not.toContain('private');
  });

  it('are read from their beginning, whatever is in them', async () => {
    const reader = await tail(topic, '?from=beginning');
    const place = { topic, partition: 1, timestamp: 1_000 };
    const read = [await reader.next(), await reader.next(), await reader.next(), await reader.next()];
    expect(read.map((event) => event?.data)).toEqual([
      { ...place, offset: 0, key: 'one', headers: { ce_id: 'one' }, encoding: 'json', value: { a: 1 } },
      { ...place, offset: 1, key: 'two', headers: { ce_id: 'two' }, encoding: 'text', value: 'plain' },
      { ...place, offset: 2, key: 'three', headers: { ce_id: 'three' }, encoding: 'base64', value: '/wA=' },
      { ...place, offset: 3, key: 'four', headers: { ce_id: 'four' }, encoding: 'none' },
    ]);
    expect(read.map((event) => [event?.event, event?.id])[0]).toEqual(['record', '1-0']);
    reader.close();
  });

  it('are read as they grow', async () => {
    const reader = await tail(ingestAlerts.topic);
    await service.log.append([
      { topic: ingestAlerts.topic, partition: 0, key: undefined, value: '"later"', headers: {} },
    ]);
    expect((await reader.next())?.data).toMatchObject({ value: 'later', offset: 0 });
    reader.close();
  });

  it.each(['private', 'rw.none.such.v1', '..%2f..'])('are not read when they are %s', async (name) => {
    const answer = await fetch(`${service.url}/v1/topics/${name}/tail`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ type: 'urn:roadworthy:problem:unknown-topic' });
  });

  it('are not read from a place that is none', async () => {
    const answer = await fetch(`${service.url}/v1/topics/${topic}/tail?from=middle`);
    expect([answer.status, await answer.json()]).toEqual([
      400,
      expect.objectContaining({ errors: [expect.objectContaining({ pointer: '/from' })] }),
    ]);
  });

  it('have only so many readers at once', async () => {
    const readers = await Promise.all(Array.from({ length: 20 }, () => tail(topic)));
    const refused = await fetch(`${service.url}/v1/topics/${topic}/tail`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await refused.json()).toMatchObject({ detail: '20 streams are open, which is the most' });
    for (const reader of readers) reader.close();
  });
});
