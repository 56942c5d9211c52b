import { isSecret, readSettings, SettingsError, settingsSchema } from '@roadworthy/standalone';

import type { LocalContext } from '../context.js';
import { UsageError } from '../failure.js';
import { complain, show, table } from '../output.js';

interface Line {
  readonly name: string;
  readonly value: string;
  readonly isSet: boolean;
  readonly description: string;
}

/** Every variable that the server reads, with the value that it would take here. @returns the exit code */
export function showConfig({ output, environment }: LocalContext): number {
  const settings = Object.entries(settingsSchema.shape).map(([name, schema]): Line => {
    const given = environment[name];
    const isSet = given !== undefined && given !== '';
    const fallback: unknown = schema.safeParse(undefined).data;
    const value = isSet ? (isSecret(name) ? '(set)' : given) : fallback === undefined ? '' : String(fallback);
    return { name, value, isSet, description: schema.description ?? '' };
  });
  show(output, { settings }, () => tableOf(settings));
  const errors = complaintsOf(environment).map((detail) => ({ detail }));
  if (errors.length === 0) return 0;
  const failure = new UsageError('the server would not start with this environment', { errors });
  complain(output, failure);
  return failure.exitCode;
}

const tableOf = (settings: readonly Line[]): string =>
  table([
    ['VARIABLE', 'VALUE', 'FROM', 'WHAT IT IS'],
    ...settings.map(({ name, value, isSet, description }) => [
      name,
      value,
      isSet ? 'environment' : 'default',
      description,
    ]),
  ]);

function complaintsOf(environment: LocalContext['environment']): readonly string[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.complaints;
    throw error;
  }
}
