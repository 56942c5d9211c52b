import { RedisScript } from './redis-script.js';

/**
 * Raises the epoch. KEYS: head. ARGV: ms UTC. Epochs are kept as digits: a plain number of Lua is printed with an
 * exponent.
 *
 * @returns all of the head, name after name
 */
export const acquireScript = new RedisScript(`
local stored = redis.call('HGET', KEYS[1], 'epoch')
local epoch = string.format('%.0f', math.max((tonumber(stored) or 0) + 1, tonumber(ARGV[1])))
redis.call('HSET', KEYS[1], 'epoch', epoch)
redis.call('HSETNX', KEYS[1], 'version', '0')
return redis.call('HGETALL', KEYS[1])
`);

/**
 * The whole commit or nothing. KEYS: head, fields, outbox, journal. ARGV: epoch, version, next version, outbox row,
 * journal row (each preceded by a sign when there is one), how many values belong to offsets, how many to fields, then
 * offsets by name, fields by name, and names of fields to remove. One call takes at most 4000 values, since they go
 * over the stack of Lua.
 *
 * @returns a `CommitResult`
 */
export const commitScript = new RedisScript(`
local head = redis.call('HMGET', KEYS[1], 'epoch', 'version')
if head[1] ~= ARGV[1] then return 'lost' end
if head[2] ~= ARGV[2] then
  if head[2] == ARGV[3] then return 'already-applied' end
  return 'conflict'
end
redis.call('HSET', KEYS[1], 'version', ARGV[3])
local at = 8
local function each(count, command, key)
  local stop = at + count
  while at < stop do
    local last = math.min(at + 4000, stop) - 1
    redis.call(command, key, unpack(ARGV, at, last))
    at = last + 1
  end
end
each(tonumber(ARGV[6]), 'HSET', KEYS[1])
each(tonumber(ARGV[7]), 'HSET', KEYS[2])
each(#ARGV + 1 - at, 'HDEL', KEYS[2])
local outbox, journal = ARGV[4], ARGV[5]
if outbox ~= '' then redis.call('XADD', KEYS[3], ARGV[1] .. '-' .. ARGV[3], 'row', string.sub(outbox, 2)) end
if journal ~= '' then redis.call('XADD', KEYS[4], ARGV[3] .. '-0', 'row', string.sub(journal, 2)) end
return 'applied'
`);
