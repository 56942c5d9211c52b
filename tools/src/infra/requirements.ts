import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What the test servers are started with, where no address of a user's own is given. */
const programs = {
  KAFKA_BROKERS: ['java', 'mvn'],
  REDIS_URL: ['redis-server'],
  REDIS_CLUSTER_URL: ['redis-server', 'redis-cli'],
  MONGO_URL: ['java', 'javac', 'mvn'],
} as const;

/** Programs that the cluster suites need and that this machine lacks, each once. */
export function missingPrograms(environment: Readonly<Record<string, string | undefined>>): string[] {
  const needed = Object.entries(programs).flatMap(([address, names]) => (environment[address] ? [] : [...names]));
  return [...new Set(needed)].filter((name) => !isOnPath(name, environment['PATH']));
}

/** @returns whether a program of that name can be started */
export function isOnPath(name: string, path = ''): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
