import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { type AccessKey, keyHolderName, scopes, timeInput } from '@roadworthy/contracts';
import { apiKeyText, newApiKey, Problem, RequestTenant, Route, secretHash, validated } from '@roadworthy/http';
import { Clock } from '@roadworthy/stream';
import { z } from 'zod';

import { ChangeKeyRing, TooManyKeysError, UnknownKeyError } from '../../../application/access/change-key-ring.js';
import { type KeyRingDocument, KeyRingRepository } from '../../../application/access/key-ring-document.js';

export const newKeyBody = z.strictObject({
  name: keyHolderName,
  scopes: z.array(z.enum(scopes)).min(1),
  expiresAt: timeInput.optional(),
});

/** A key as it is shown: without its hash. */
export type KeyLine = Omit<AccessKey, 'hash'> & { readonly name: string };

const scope = 'admin';
const mostHolders = 1_000;

/** API keys of the caller's tenant. */
@Controller('v1/keys')
export class KeysController {
  constructor(
    private readonly rings: KeyRingRepository,
    private readonly changeKeyRing: ChangeKeyRing,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Route({ scope })
  async list(@RequestTenant() tenant: string): Promise<{ items: KeyLine[] }> {
    const items: KeyLine[] = [];
    for (let after: string | undefined; ;) {
      const page = await this.rings.list({ tenant, limit: mostHolders, ...(after !== undefined && { after }) });
      items.push(...page.flatMap(({ data }) => linesOf(data)));
      after = page.at(-1)?.id;
      if (page.length < mostHolders) return { items };
    }
  }

  /** The answer alone holds the secret. */
  @Post()
  @Route({ scope })
  async create(@RequestTenant() tenant: string, @Body() body: unknown): Promise<KeyLine & { readonly key: string }> {
    const { name, scopes: granted, expiresAt } = validated(newKeyBody, body);
    const now = this.clock.now();
    if (expiresAt !== undefined && expiresAt <= now) throw expired(expiresAt, now);
    const key = newApiKey();
    const kept = {
      id: key.id,
      scopes: [...new Set(granted)],
      createdAt: new Date(now).toISOString(),
      ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt).toISOString() }),
    };
    await translated(() => this.changeKeyRing.add(tenant, name, { ...kept, hash: secretHash(key.secret) }));
    return { name, ...kept, key: apiKeyText(key) };
  }

  @Delete(':name/:id')
  @HttpCode(204)
  @Route({ scope })
  async revoke(@RequestTenant() tenant: string, @Param('name') name: string, @Param('id') id: string): Promise<void> {
    await translated(() => this.changeKeyRing.revoke(tenant, name, id));
  }
}

const linesOf = ({ name, keys }: KeyRingDocument): KeyLine[] => keys.map((key) => ({ name, ...shownOf(key) }));

function shownOf({ id, scopes: granted, createdAt, expiresAt, revokedAt }: AccessKey): Omit<AccessKey, 'hash'> {
  return {
    id,
    scopes: granted,
    createdAt,
    ...(expiresAt !== undefined && { expiresAt }),
    ...(revokedAt !== undefined && { revokedAt }),
  };
}

const expired = (expiresAt: number, now: number): Problem => {
  const detail = `expiresAt must be after ${new Date(now).toISOString()}, got ${new Date(expiresAt).toISOString()}`;
  const errors = [{ pointer: '/expiresAt', code: 'past', detail }];
  return new Problem({ status: 400, code: 'invalid-body', detail, errors });
};

async function translated(action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (error instanceof TooManyKeysError)
      throw new Problem({ status: 409, code: error.code, detail: error.message, cause: error });
    if (error instanceof UnknownKeyError)
      throw new Problem({ status: 404, code: error.code, detail: error.message, cause: error });
    throw error;
  }
}
