/** How many lists and objects, or messages, may stand inside each other: the simplest OTLP JSON has 13. */
export const maxDepth = 32;

/** Whether a value that came from JSON nests deeper than `limit` lists and objects. */
export function nestsDeeperThan(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (limit === 0) return true;
  if (Array.isArray(value)) return value.some((item) => nestsDeeperThan(item, limit - 1));
  for (const name in value) if (nestsDeeperThan(Reflect.get(value, name), limit - 1)) return true;
  return false;
}
