import { isSecret, readSettings, SettingsError, settingsSchema } from '@roadworthy/standalone';

import type { Context } from '../context.js';
import { show, table } from '../output.js';

interface Line {
  readonly name: string;
  readonly value: string;
  readonly isSet: boolean;
  readonly description: string;
}

/** Every variable that the server reads, with the value that it would take here. @returns the exit code */
export function showConfig({ output, environment }: Context): number {
  const complaints = complaintsOf(environment);
  const lines = Object.entries(settingsSchema.shape).map(([name, schema]): Line => {
    const given = environment[name];
    const isSet = given !== undefined && given !== '';
    const fallback: unknown = schema.safeParse(undefined).data;
    const value = isSet ? (isSecret(name) ? '(set)' : given) : fallback === undefined ? '' : String(fallback);
    return { name, value, isSet, description: schema.description ?? '' };
  });
  show(output, { settings: lines, complaints }, () =>
    [
      table([
        ['VARIABLE', 'VALUE', 'FROM', 'WHAT IT IS'],
        ...lines.map(({ name, value, isSet, description }) => [
          name,
          value,
          isSet ? 'environment' : 'default',
          description,
        ]),
      ]),
      ...complaints.map((complaint) => `wrong: ${complaint}`),
    ].join('\n'),
  );
  return complaints.length > 0 ? 2 : 0;
}

function complaintsOf(environment: Context['environment']): readonly string[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.complaints;
    throw error;
  }
}
