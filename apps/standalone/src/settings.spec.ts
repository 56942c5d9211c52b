import { describe, expect, it } from '@jest/globals';

import { isSecret, readSettings, SettingsError } from './settings.js';

const complaintsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.complaints;
  }
};

const key = 'a-key-for-the-tests';
const cluster = {
  KAFKA_BROKERS: 'kafka:9092',
  REDIS_URL: 'redis://redis:6379',
  MONGO_URL: 'mongodb://mongo:27017/roadworthy',
  RW_ROOT_KEY: key,
};

describe('settings', () => {
  it('have a default for everything that one process needs', () => {
    expect(readSettings({})).toMatchObject({ PORT: 8080, HOST: '127.0.0.1', RW_ROLE: 'all', RW_PARTITIONS: 12 });
  });

  it('take an empty variable as one that is not set', () => {
    expect(readSettings({ PORT: '', KAFKA_BROKERS: '', RW_PARTITONS: '' })).toMatchObject({ PORT: 8080 });
  });

  it.each([
    { name: 'PORT', value: '70000', complaint: /^PORT: .*, got "70000"$/ },
    { name: 'PORT', value: 'http', complaint: /^PORT: must be a whole number from 0 to 65535, got "http"$/ },
    { name: 'PORT', value: ' ', complaint: /^PORT: must be a whole number from 0 to 65535, got " "$/ },
    { name: 'PORT', value: '0x50', complaint: /^PORT: .*, got "0x50"$/ },
    { name: 'PORT', value: '8080 ', complaint: /^PORT: .*, got "8080 "$/ },
    { name: 'PORT', value: '+80', complaint: /^PORT: .*, got "\+80"$/ },
    { name: 'PORT', value: '8e3', complaint: /^PORT: .*, got "8e3"$/ },
    { name: 'PORT', value: '080', complaint: /^PORT: .*, got "080"$/ },
    { name: 'HOST', value: 'a b', complaint: /^HOST: must be an IP address .*, got "a b"$/ },
    { name: 'HOST', value: 'http://127.0.0.1', complaint: /^HOST: .*, got "http:\/\/127\.0\.0\.1"$/ },
    { name: 'HOST', value: '[::1]', complaint: /^HOST: .* without brackets.*, got "\[::1\]"$/ },
    {
      name: 'HOST',
      value: '0.0.0.0',
      complaint: /^HOST is 0\.0\.0\.0, .*: RW_ROOT_KEY or RW_OIDC_ISSUER must be set$/,
    },
    { name: 'RW_DATA_DIR', value: ' ', complaint: /^RW_DATA_DIR: must be a path .*, got " "$/ },
    { name: 'RW_ROLE', value: 'everything', complaint: /^RW_ROLE: must be one of all, .*, got "everything"$/ },
    { name: 'RW_ROLE', value: 'budget', complaint: /^RW_ROLE: must be "all" unless KAFKA_BROKERS, .*, got "budget"$/ },
    { name: 'RW_LOG_LEVEL', value: 'loud', complaint: /^RW_LOG_LEVEL: must be one of debug, .*, got "loud"$/ },
    { name: 'RW_LOG_MAX_BYTES', value: '1.5e9x', complaint: /^RW_LOG_MAX_BYTES: / },
    { name: 'RW_PARTITIONS', value: '0', complaint: /^RW_PARTITIONS: must be .* 1 to 1000, got "0"$/ },
    { name: 'RW_PARTITONS', value: '6', complaint: /^RW_PARTITONS: is not the name .*nearest is RW_PARTITIONS$/ },
    { name: 'rw_data_dir', value: 'x', complaint: /^rw_data_dir: is not the name .*nearest is RW_DATA_DIR$/ },
    { name: 'RW_PORT', value: '80', complaint: /^RW_PORT: is not the name .*nearest is PORT$/ },
    { name: 'REDIS_URL', value: 'localhost:6379', complaint: /^REDIS_URL: must be an address .*not shown$/ },
    { name: 'REDIS_URL', value: 'redis://', complaint: /^REDIS_URL: must be an address .*names a host/ },
    { name: 'REDIS_URL', value: 'redis://a, redis://b', complaint: /^REDIS_URL: must be an address .*without blanks/ },
    { name: 'MONGO_URL', value: 'mongodb://a,', complaint: /^MONGO_URL: must be an address .*not shown$/ },
    { name: 'MONGO_URL', value: 'mongodb:///db', complaint: /^MONGO_URL: must be an address .*not shown$/ },
    { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'ftp://u:p@h', complaint: /^OTEL_\w+: must be .*not shown$/ },
  ])('name $name and its value $value', ({ name, value, complaint }) => {
    expect(complaintsOf({ [name]: value })).toEqual([expect.stringMatching(complaint)]);
  });

  it.each(['kafka', 'kafka:', ':9092', 'kafka:0', 'kafka:70000', 'a:1,,b:1', 'a:1,', 'a:1, b:1', ' a:1', 'k://a:1'])(
    'name brokers %j that are none',
    (KAFKA_BROKERS) => {
      const complaint = `KAFKA_BROKERS: must be host:port, or several separated by commas without blanks, got `;
      expect(complaintsOf({ ...cluster, KAFKA_BROKERS })).toEqual([complaint + JSON.stringify(KAFKA_BROKERS)]);
    },
  );

  it.each([
    { what: 'a blank', value: 'secret in two parts' },
    { what: 'a line break', value: 'secret-secret-secret\n' },
    { what: 'letters beyond ASCII', value: 'sëcret-sëcret-sëcret' },
    { what: 'too few characters', value: 'secret' },
    { what: 'more characters than a session takes', value: 'secret'.repeat(34) },
  ])('refuse a key with $what, and do not show it', ({ value }) => {
    const complaints = complaintsOf({ RW_ROOT_KEY: value });
    expect(complaints).toEqual([expect.stringMatching(/^RW_ROOT_KEY.* must /)]);
    expect(complaints.join()).not.toMatch(/s.cret/);
  });

  it.each([
    cluster,
    { ...cluster, RW_ROLE: 'budget', KAFKA_BROKERS: 'a.example:9092,[::1]:9093,10.0.0.1:9094' },
    { ...cluster, REDIS_URL: 'rediss://user:word@a:7000,rediss://user:word@b:7001' },
    { ...cluster, MONGO_URL: 'mongodb://user:word@a:27017,b:27018/roadworthy?replicaSet=rs0' },
    { ...cluster, MONGO_URL: 'mongodb+srv://a.example/roadworthy' },
    { HOST: '::1' },
    { HOST: '0.0.0.0', RW_ROOT_KEY: key },
    { RW_URL: 'http://127.0.0.1:8081', RW_TOKEN: key, RW_FAULTS: 'full', RW_VERSION: '0.1.0' },
    { RW_INGEST_SERVICE_HOST: '10.0.0.1', RW_INGEST_PORT_8080_TCP: 'tcp://10.0.0.1:8080' },
  ])('accept %j', (environment) => {
    expect(complaintsOf(environment)).toEqual([]);
  });

  it('name all that is wrong at once', () => {
    expect(complaintsOf({ PORT: '-1', RW_LOG_LEVEL: 'loud', RW_PARTITONS: '6' })).toHaveLength(3);
  });

  it.each([
    { given: { KAFKA_BROKERS: 'kafka:9092' }, missing: ['REDIS_URL', 'MONGO_URL'] },
    { given: { REDIS_URL: 'redis://redis' }, missing: ['KAFKA_BROKERS', 'MONGO_URL'] },
    { given: { MONGO_URL: 'mongodb://mongo' }, missing: ['KAFKA_BROKERS', 'REDIS_URL'] },
    { given: { KAFKA_BROKERS: 'kafka:9092', MONGO_URL: 'mongodb://mongo' }, missing: ['REDIS_URL'] },
  ])('need all engines of a cluster or none: $given', ({ given, missing }) => {
    const [present] = Object.keys(given);
    expect(complaintsOf({ ...given, RW_ROOT_KEY: key })).toEqual(
      missing.map(
        (name) =>
          `${name}: needed where ${present} is set, as a cluster needs KAFKA_BROKERS, REDIS_URL and MONGO_URL, got nothing`,
      ),
    );
  });

  it('need a key in a cluster', () => {
    const open = { ...cluster, RW_ROOT_KEY: '' };
    expect(complaintsOf(open)).toEqual(['KAFKA_BROKERS is set: RW_ROOT_KEY or RW_OIDC_ISSUER must be set']);
  });

  it.each([
    ['RW_ROOT_KEY', true],
    ['RW_TOKEN', true],
    ['REDIS_URL', true],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', true],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', true],
    ['OTEL_EXPORTER_OTLP_HEADERS', true],
    ['KAFKA_BROKERS', false],
    ['RW_DATA_DIR', false],
  ])('know whether %s may be secret: %s', (name, secret) => {
    expect(isSecret(name)).toBe(secret);
  });
});
