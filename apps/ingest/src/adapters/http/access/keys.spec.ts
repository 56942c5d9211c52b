import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accessKeys, type AccessKeys } from '@roadworthy/contracts';
import { parseApiKey, secretHash } from '@roadworthy/http';
import { jsonOfRecord } from '@roadworthy/stream';
import { RunningService, until } from '@roadworthy/testing';

import { IngestModule } from '../../../ingest.module.js';

interface KeyAnswer {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer: string }[];
}

describe('the API of keys', () => {
  const published: AccessKeys[] = [];
  let service: RunningService;

  beforeAll(async () => {
    service = await RunningService.start(IngestModule);
    await service.log.follow({
      topics: [accessKeys.topic],
      from: 'beginning',
      onBatch: ({ records }) => {
        published.push(...records.map((record) => accessKeys.parse(jsonOfRecord(record))));
      },
    });
  });
  afterAll(() => service.stop());

  async function send(method: string, path: string, body?: object): Promise<{ status: number; body: KeyAnswer }> {
    const answer = await fetch(`${service.url}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    return { status: answer.status, body: (answer.status === 204 ? {} : await answer.json()) as KeyAnswer };
  }
  const create = (name: string, more: object = {}) => send('POST', '/v1/keys', { name, scopes: ['publish'], ...more });

  it('creates a key, shows its secret once and publishes its hash alone', async () => {
    const { status, body } = await create('shop');
    expect(status).toBe(201);
    const { id = '', secret = '' } = parseApiKey(body.key) ?? {};
    expect(body).toMatchObject({ id, name: 'shop', scopes: ['publish'] });
    const ring = await until('the ring is published', async () => published.find(({ name }) => name === 'shop'));
    expect(ring.keys).toMatchObject([{ id, hash: secretHash(secret), scopes: ['publish'] }]);
    expect(JSON.stringify(ring)).not.toContain(secret);
    const { body: list } = await send('GET', '/v1/keys');
    expect(JSON.stringify(list)).not.toMatch(/hash|secret/);
    expect(list).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ id, name: 'shop' })]) });
  });

  it('lets two keys of one holder live, so that one can take over from the other', async () => {
    const first = await create('rotated');
    expect((await create('rotated')).status).toBe(201);
    const third = await create('rotated');
    expect(third).toMatchObject({
      status: 409,
      body: { detail: 'two keys of rotated live already: revoke one of them first' },
    });
    expect((await send('DELETE', `/v1/keys/rotated/${first.body.id}`)).status).toBe(204);
    expect((await create('rotated')).status).toBe(201);
  });

  it('lets two live, however many are created at once', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => create('crowded')));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
  });

  it('revokes a key for good, and again without harm', async () => {
    const { body } = await create('left');
    const revoke = () => send('DELETE', `/v1/keys/left/${body.id}`);
    expect([(await revoke()).status, (await revoke()).status]).toEqual([204, 204]);
    const ring = await until('the ring is published', async () =>
      published.find(({ name, version }) => name === 'left' && version > 1),
    );
    expect(ring.keys[0]?.revokedAt).toMatch(/^\d{4}-/);
  });

  it('does not know what it never created', async () => {
    expect((await send('DELETE', '/v1/keys/nobody/0123456789abcdef')).status).toBe(404);
  });

  it.each([
    { what: 'no name', change: { name: undefined }, pointer: '/name' },
    { what: 'a name that is a path', change: { name: '../x' }, pointer: '/name' },
    { what: 'no scope', change: { scopes: [] }, pointer: '/scopes' },
    { what: 'an unknown scope', change: { scopes: ['all'] }, pointer: '/scopes/0' },
    { what: 'an end in the past', change: { expiresAt: '2020-01-01T00:00:00Z' }, pointer: '/expiresAt' },
    { what: 'a tenant', change: { tenant: 'another' }, pointer: '/tenant' },
  ])('refuses $what', async ({ change, pointer }) => {
    const { status, body } = await create('wrong', change);
    expect(status).toBe(400);
    expect(body.errors?.map((error) => error.pointer)).toEqual([pointer]);
  });
});
