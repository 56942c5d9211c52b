import { defaultPartitions } from '@roadworthy/contracts';
import { z } from 'zod';

/** The services that a process can run, and the one-time creation of topics. */
export const roles = ['all', 'ingest', 'budget', 'report', 'topics'] as const;
export type Role = (typeof roles)[number];

const whole = (min: number, max: number) =>
  z.coerce.number(`must be a whole number from ${min} to ${max}`).int().min(min).max(max);

const address = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `must be an address that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

/** Every variable of the environment that a process reads, by name. */
export const settingsSchema = z.object({
  PORT: whole(0, 65_535).default(8080).describe('of the HTTP server; 0 takes a free one'),
  HOST: z.string().min(1).default('127.0.0.1').describe('address that the HTTP server listens on'),
  RW_ROLE: z.enum(roles).default('all').describe('the service that this process runs'),
  RW_DATA_DIR: z.string().min(1).default('.roadworthy').describe('folder of the embedded engines'),
  RW_ROOT_KEY: z.string().optional().describe('key that opens everything; needed off loopback and in a cluster'),
  RW_INSTANCE: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,200}$/, 'must be 1 to 200 letters, digits or any of . _ -')
    .optional()
    .describe('names this process among its equals, across restarts, as the name of a pod does'),
  RW_PARTITIONS: whole(1, 1_000).default(defaultPartitions).describe('of topics, when they are created'),
  RW_REPLICATION: whole(1, 9).default(1).describe('of topics on Kafka, when they are created'),
  RW_LOG_MAX_BYTES: whole(1_048_576, 2 ** 50)
    .default(10_737_418_240)
    .describe('of the embedded log'),
  RW_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn').describe('least that is logged'),
  RW_DRAIN_MS: whole(0, 600_000)
    .optional()
    .describe('from "not ready" to the end of accepting; 5000 in a cluster, else 0'),
  RW_TELEMETRY_MS: whole(100, 3_600_000).default(5_000).describe('between two exports of own metrics'),
  KAFKA_BROKERS: z.string().min(1).optional().describe('host:port, comma separated; set, the cluster engines are used'),
  REDIS_URL: address('redis:', 'rediss:').optional().describe('state store of a cluster'),
  MONGO_URL: address('mongodb:', 'mongodb+srv:').optional().describe('documents of a cluster'),
  OTEL_EXPORTER_OTLP_ENDPOINT: address('http:', 'https:')
    .optional()
    .describe('OTLP/HTTP base address for own metrics and traces; metrics go to our own door unless set'),
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: address('http:', 'https:').optional().describe('for own metrics alone'),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: address('http:', 'https:').optional().describe('for own traces alone'),
});

export type Settings = z.output<typeof settingsSchema>;

/** The environment says something that cannot be followed. */
export class SettingsError extends Error {
  readonly code = 'invalid-settings';
  constructor(readonly complaints: readonly string[]) {
    super(complaints.join('\n'));
  }
}

const clusterNeeds = ['REDIS_URL', 'MONGO_URL'] as const;

/** @throws {SettingsError} naming every variable that is wrong, with its value */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const { success, data, error } = settingsSchema.safeParse(given);
  if (!success)
    throw new SettingsError(
      error.issues.map(({ path, message }) => `${path.join('.')}: ${message}, got ${shown(given, String(path[0]))}`),
    );
  const missing = data.KAFKA_BROKERS === undefined ? [] : clusterNeeds.filter((name) => data[name] === undefined);
  if (missing.length > 0)
    throw new SettingsError(missing.map((name) => `${name}: needed where KAFKA_BROKERS is set, got nothing`));
  return data;
}

/** Secrets are not repeated into logs. */
export const isSecret = (name: string): boolean => /KEY|TOKEN|URL|PASSWORD/.test(name);

const shown = (given: Readonly<Record<string, string | undefined>>, name: string): string =>
  isSecret(name) ? 'a value that is not shown' : JSON.stringify(given[name]);
