import { UsageError } from './failure.js';

type Environment = Readonly<Record<string, string | undefined>>;

const defaultUrl = 'http://127.0.0.1:8080';
const tokenPattern = /^[\x21-\x7e]+$/;

/** Where the server is, and what opens it. */
export interface Address {
  /** of the server; its path, if any, goes before every path of the API */
  readonly url: string;
  readonly token?: string;
}

/**
 * The server that the command line and the environment name.
 *
 * @param flag - the value of `--url`, which outranks `RW_URL`
 * @throws {UsageError} naming what is wrong, with its value unless it is secret
 */
export function addressOf(flag: string | undefined, environment: Environment): Address {
  const url =
    flag === undefined ? serverUrl('RW_URL', given(environment, 'RW_URL') ?? defaultUrl) : serverUrl('--url', flag);
  const token = given(environment, 'RW_TOKEN');
  return token === undefined ? { url } : { url, token: bearerToken(token) };
}

/** An empty variable is one that is not set, as everywhere. */
function given(environment: Environment, name: string): string | undefined {
  const value = environment[name];
  return value === '' ? undefined : value;
}

function serverUrl(name: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && (url.username !== '' || url.password !== ''))
    throw new UsageError(`${name} must hold no user or password, which is not shown here; RW_TOKEN is for keys`);
  if (!url || !['http:', 'https:'].includes(url.protocol) || /[?#]/.test(text))
    throw new UsageError(`${name} must be an address such as ${defaultUrl}, got ${JSON.stringify(text)}`);
  return url.href.replace(/\/+$/, '');
}

/** A header cannot carry other characters, and what refuses them would print them. */
function bearerToken(token: string): string {
  if (tokenPattern.test(token)) return token;
  const place = [...token].findIndex((character) => !tokenPattern.test(character));
  const code = [...token][place]?.codePointAt(0) ?? 0;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  throw new UsageError(
    `RW_TOKEN must be printable ASCII without blanks, got ${name} as character ${place + 1}; its value is not shown`,
  );
}
