const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const units = [
  { ms: day, name: 'd' },
  { ms: hour, name: 'h' },
  { ms: minute, name: 'min' },
  { ms: second, name: 's' },
] as const;

/** The length of a window in the largest unit that divides it: `30 d`, `90 s`. @param ms - positive integer */
export function span(ms: number): string {
  const unit = units.find((candidate) => ms % candidate.ms === 0);
  return unit ? `${ms / unit.ms} ${unit.name}` : `${ms} ms`;
}

/** A length of time, roughly, in one unit and rounded down: `0 s`, `54 min`, `3 d`. */
export function roughly(ms: number): string {
  const unit = units.find((candidate) => ms >= candidate.ms) ?? units[3];
  return `${Math.max(0, Math.floor(ms / unit.ms))} ${unit.name}`;
}

/** A length of time in its two largest units: `1 d 6 h`. */
export function twoUnits(ms: number): string {
  const first = units.findIndex((candidate) => ms >= candidate.ms);
  const [large, small] = units.slice(first, first + 2);
  if (first < 0 || !large) return 'less than 1 s';
  const rest = small ? Math.floor((ms % large.ms) / small.ms) : 0;
  return `${Math.floor(ms / large.ms)} ${large.name}${small && rest > 0 ? ` ${rest} ${small.name}` : ''}`;
}

/** `14:26:10`, UTC */
export const clockTime = (at: number): string => new Date(at).toISOString().slice(11, 19);

/** `19 Nov 14:26:10`, UTC, for formulas */
export const moment = (at: number): string => `${dayAndMonth(at)} ${clockTime(at)}`;

/** `13:53` on the same day as `now`, else `18 Nov`, UTC */
export const since = (at: number, now: number): string =>
  Math.floor(at / day) === Math.floor(now / day) ? clockTime(at).slice(0, 5) : dayAndMonth(at);

/** `Thu 19 Nov 2026, 14:26:10`, UTC */
export function fullMoment(at: number): string {
  const date = new Date(at);
  return `${days[date.getUTCDay()]} ${dayAndMonth(at)} ${date.getUTCFullYear()}, ${clockTime(at)}`;
}

function dayAndMonth(at: number): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
}
