import { z } from 'zod';

/** Who owns the data. It comes from the credential or the topic, never from a body. */
export const tenantName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'a tenant is 1 to 63 of a-z, 0-9 and -');

/** Of the root key and of requests without keys: whose data it is where nobody else is named. */
export const defaultTenant = 'default';

/** Whose API keys they are: a service, a team, a person. */
export const keyHolderName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'a holder is 1 to 100 letters, digits or any of . _ -');

/** A service as its publishers call it; OpenTelemetry's `service.name` is accepted as sent. */
export const serviceName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/, 'a service is 1 to 128 letters, digits or any of . _ : -');

/** The name of an objective inside its service: a label as in RFC 1123, so it holds no dot. */
export const objectiveName = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'a name is 1 to 63 of a-z, 0-9 and -, as in RFC 1123');

/** `<service>.<objective>`: the last dot separates, since an objective's name holds none. */
export const sloId = (service: string, objective: string): string => `${service}.${objective}`;

export const metricName = z
  .string()
  .regex(/^[a-zA-Z_:][a-zA-Z0-9_:./-]{0,199}$/, 'a metric name is a letter, then up to 199 of a-z A-Z 0-9 _ : . / -');

export const labelName = z
  .string()
  .regex(/^[a-zA-Z_][a-zA-Z0-9_./-]{0,62}$/, 'a label is a letter or _, then up to 62 of a-z A-Z 0-9 _ . / -');

export const labelValue = z
  .string()
  .max(256)
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'no control characters');

/** RFC 3339 in UTC. */
export const instant = z.iso.datetime();

/** RFC 3339, or integer milliseconds since 1970 UTC; read as the latter. */
export const timeInput = z.union(
  [z.int().min(0).max(8.64e15), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))],
  'time must be RFC 3339, or integer ms since 1970 UTC',
);
