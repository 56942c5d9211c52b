/** How far ahead of its arrival an event may be, ms. */
export const maxAheadMs = 60_000;

/** How old an event may be: as long as samples are kept, ms. */
export const maxAgeMs = 604_800_000;

/** Why an event time cannot be taken at `now`, both ms UTC. */
export function timeProblem(time: number, now: number): { code: string; detail: string } | undefined {
  if (time > now + maxAheadMs)
    return { code: 'future', detail: `time must be at most 60 s ahead of now, got ${instant(time)}` };
  if (time < now - maxAgeMs)
    return { code: 'too-old', detail: `time must be at most 7 days ago, got ${instant(time)}` };
  return undefined;
}

const instant = (time: number): string => new Date(time).toISOString();
