import { createHash } from 'node:crypto';

import type { RedisClient } from './connect-redis.js';

/** A Lua script, named by its hash; sent whole to a server that does not know it, as after a restart. */
export class RedisScript {
  private readonly hash: string;

  constructor(private readonly lua: string) {
    this.hash = createHash('sha1').update(lua).digest('hex');
  }

  /** @param keys - all in one slot */
  async run(
    client: RedisClient,
    keys: readonly string[],
    values: readonly (string | number | Buffer)[],
  ): Promise<unknown> {
    const rest = [keys.length, ...keys, ...values];
    try {
      return await client.call('evalsha', [this.hash, ...rest]);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return client.call('eval', [this.lua, ...rest]);
    }
  }
}
