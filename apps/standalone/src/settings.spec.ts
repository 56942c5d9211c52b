import { describe, expect, it } from '@jest/globals';

import { readSettings, SettingsError } from './settings.js';

const complaintsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.complaints;
  }
};

describe('settings', () => {
  it('have a default for everything that one process needs', () => {
    expect(readSettings({})).toMatchObject({ PORT: 8080, HOST: '127.0.0.1', RW_ROLE: 'all', RW_PARTITIONS: 12 });
  });

  it('take an empty variable as one that is not set', () => {
    expect(readSettings({ PORT: '', KAFKA_BROKERS: '' })).toMatchObject({ PORT: 8080 });
  });

  it.each([
    { name: 'PORT', value: '70000', complaint: /^PORT: .*, got "70000"$/ },
    { name: 'PORT', value: 'http', complaint: /^PORT: must be a whole number from 0 to 65535, got "http"$/ },
    { name: 'RW_ROLE', value: 'everything', complaint: /^RW_ROLE: .*"all".*, got "everything"$/ },
    { name: 'RW_LOG_MAX_BYTES', value: '1.5e9x', complaint: /^RW_LOG_MAX_BYTES: / },
    { name: 'REDIS_URL', value: 'localhost:6379', complaint: /^REDIS_URL: must be an address .*not shown$/ },
  ])('name $name and its value $value', ({ name, value, complaint }) => {
    expect(complaintsOf({ [name]: value })).toEqual([expect.stringMatching(complaint)]);
  });

  it('name all that is wrong at once', () => {
    expect(complaintsOf({ PORT: '-1', RW_LOG_LEVEL: 'loud' })).toHaveLength(2);
  });

  it('need the other engines where Kafka is used', () => {
    expect(complaintsOf({ KAFKA_BROKERS: 'kafka:9092' })).toEqual([
      'REDIS_URL: needed where KAFKA_BROKERS is set, got nothing',
      'MONGO_URL: needed where KAFKA_BROKERS is set, got nothing',
    ]);
  });
});
