import { z } from 'zod';

const digits = /^(0|[1-9]\d{0,15})$/;

/** A number in plain decimal digits, both ends included. */
export const whole = (min: number, max: number) =>
  z
    .string()
    .refine((text) => digits.test(text) && Number(text) >= min && Number(text) <= max, {
      message: `must be a whole number from ${min} to ${max}`,
    })
    .transform(Number);

/** An IP address or a name that can be looked up. */
export const hostName = () =>
  z.string().regex(/^[A-Za-z0-9._:%-]+$/, 'must be an IP address without brackets, or a host name');

/** A path that a person can see. */
export const folderPath = () => z.string().regex(/^\S(.*\S)?$/s, 'must be a path that neither begins nor ends blank');

/** What an HTTP header can carry as a bearer token, and a form of the browser's as a key. */
export const headerText = () =>
  z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'must be printable ASCII without blanks, as an HTTP header carries it, at most 200');

/** A URL of one of these protocols, such as `redis:`. */
export const address = (...protocols: string[]) =>
  z.string().refine((text) => isAddress(text, protocols), { message: `must be an address that ${start(protocols)}` });

/** One URL, or several separated by commas. */
export const addresses = (...protocols: string[]) =>
  z.string().refine((text) => text.split(',').every((part) => isAddress(part, protocols)), {
    message: `must be an address that ${start(protocols)}, or several separated by commas`,
  });

const hostsOfMongo = /^(mongodb(?:\+srv)?:\/\/(?:[^/@]*@)?)([^/?]+)(.*)$/s;

/** A connection string of MongoDB, which no URL is when it names several hosts with their ports. */
export const mongoAddress = () =>
  z.string().refine(
    (text) => {
      const [, before = '', hosts = '', after = ''] = hostsOfMongo.exec(text) ?? [];
      return hosts.split(',').every((host) => isAddress(`${before}${host}${after}`, ['mongodb:', 'mongodb+srv:']));
    },
    { message: `must be an address that ${start(['mongodb:', 'mongodb+srv:'])}` },
  );

/** `host:port` of Kafka's brokers, separated by commas without blanks. */
export const brokerList = () =>
  z.string().refine((text) => text.split(',').every(isBroker), {
    message: 'must be host:port, or several separated by commas without blanks',
  });

function isBroker(text: string): boolean {
  const port = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):(\d{1,5})$/.exec(text)?.[1];
  return port !== undefined && Number(port) >= 1 && Number(port) <= 65_535;
}

function isAddress(text: string, protocols: readonly string[]): boolean {
  if (/\s/.test(text) || !URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocols.includes(protocol) && hostname !== '';
}

const start = (protocols: readonly string[]): string =>
  `starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')} and names a host, without blanks`;
