import { InvalidArgumentError } from 'commander';

const digits = /^[1-9]\d{0,14}$/;

/** Refuses a word of the command line; what calls this names the argument. */
const refuse = (form: string, text: string): never => {
  throw new InvalidArgumentError(`${form}, got ${JSON.stringify(text)}`);
};

/** Reads a number in plain decimal digits. @param max - included; none unless given */
export const count =
  (max?: number) =>
  (text: string): number => {
    if (digits.test(text) && Number(text) <= (max ?? Infinity)) return Number(text);
    return refuse(
      max === undefined ? 'must be a whole number above 0' : `must be a whole number from 1 to ${max}`,
      text,
    );
  };

/** Reads a name that becomes a part of a path, which neither nothing nor dots can be. @param form - what it looks like */
export const pathPart =
  (form: string) =>
  (text: string): string =>
    /^(\s*|\.\.?)$/.test(text) ? refuse(`must be ${form}`, text) : text;

/** Reads a text of 1 to `max` characters. */
export const shortText =
  (max: number) =>
  (text: string): string =>
    text.length >= 1 && text.length <= max ? text : refuse(`must be 1 to ${max} characters`, text);

/** Gathers what an argument or option that may be repeated reads. */
export const each =
  (read: (text: string) => string) =>
  (text: string, before: readonly string[] = []): readonly string[] => [...before, read(text)];

/** Gathers paths; `-` is standard input, which cannot be read again. */
export function paths(text: string, before: readonly string[] = []): readonly string[] {
  if (text === '') refuse('must be a path, or - for standard input', text);
  if (text === '-' && before.includes(text))
    throw new InvalidArgumentError('standard input can be read once, got - twice');
  return [...before, text];
}
