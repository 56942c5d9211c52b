const msOf: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * Reads OpenSLO's duration shorthand (`30d`, `4w`, `1h`, `5m`), and `s` for seconds.
 *
 * @returns ms, or `undefined` for anything else; months, quarters and years have no fixed length
 */
export function durationMs(text: string): number | undefined {
  const [, count, unit] = /^([1-9][0-9]{0,8})([smhdw])$/.exec(text) ?? [];
  const ms = msOf[unit ?? ''];
  return ms === undefined ? undefined : Number(count) * ms;
}
