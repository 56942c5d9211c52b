const units = [
  { name: 'w', ms: 604_800_000 },
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'm', ms: 60_000 },
  { name: 's', ms: 1_000 },
] as const;

/** In the largest unit of OpenSLO's shorthand that divides it: `4w`, `30d`, `5m`. @param ms - positive integer */
export function durationText(ms: number): string {
  const unit = units.find((candidate) => ms % candidate.ms === 0);
  return unit ? `${ms / unit.ms}${unit.name}` : `${ms}ms`;
}
