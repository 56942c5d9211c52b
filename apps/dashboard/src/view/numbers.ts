/** Between a number and its unit, so that a line never breaks there. */
const narrow = '\u202f';
const minus = '\u2212';
const grouped = new Intl.NumberFormat('en-US');

const signed = (text: string): string => text.replace('-', minus);

/** A share as a percentage; small ones get the places that they need to be told from nothing. */
export function percent(share: number): string {
  const value = share * 100;
  const places = value !== 0 && Math.abs(value) < 0.1 ? 3 : 1;
  return `${signed(value.toFixed(places))}${narrow}%`;
}

/** A share with three places, for formulas. */
export const precisePercent = (share: number): string => `${signed((share * 100).toFixed(3))}${narrow}%`;

/** A target as it was written: 0.999 is 99.9 %, which a float's last digit must not spoil. */
export const targetPercent = (target: number): string => `${Number((target * 100).toPrecision(12))}${narrow}%`;

/** An integer with its thousands apart. */
export const count = (value: number): string => grouped.format(value);

/** How many times the even rate: `69.7×`, `0.31×`. */
export function times(burn: number): string {
  const places = burn >= 100 || burn === 0 ? 0 : burn >= 1 ? 1 : 2;
  return `${burn.toFixed(places)}×`;
}

/** `3 objectives`, `1 objective` */
export const many = (value: number, noun: string): string => `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
