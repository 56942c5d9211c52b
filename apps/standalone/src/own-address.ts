import { once } from 'node:events';
import { createServer } from 'node:net';

import { type Settings, SettingsError } from './settings.js';

type Place = Pick<Settings, 'HOST' | 'PORT'>;

const everyAddress = new Set(['0.0.0.0', '::']);
const lookUpWithinMs = 5_000;

/** Where this machine reaches the server, without a slash at its end. */
export function ownAddress({ HOST, PORT }: Place): string {
  const host = everyAddress.has(HOST) ? '127.0.0.1' : HOST.includes(':') ? `[${HOST}]` : HOST;
  return `http://${host}:${PORT}`;
}

/** Somebody else listens where we shall. */
export class PortInUseError extends Error {
  readonly code = 'port-in-use';
  constructor({ HOST, PORT }: Place) {
    super(`PORT: ${PORT} of HOST ${HOST} is used by another program; choose another, or 0 for a free one`);
  }
}

/**
 * Listens there for a moment.
 *
 * @throws {SettingsError} when no server can ever listen there
 * @throws {PortInUseError}
 */
export async function checkPlace({ HOST, PORT }: Place): Promise<void> {
  const server = createServer();
  try {
    server.listen(PORT, HOST);
    await once(server, 'listening', { signal: AbortSignal.timeout(lookUpWithinMs) });
  } catch (error) {
    throw placeError({ HOST, PORT }, error instanceof Error && 'code' in error ? String(error.code) : String(error));
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

function placeError(place: Place, reason: string): Error {
  if (reason === 'EADDRINUSE') return new PortInUseError(place);
  const complaint =
    reason === 'EACCES'
      ? `PORT: must be one that this user may listen on, got "${place.PORT}" (${reason})`
      : `HOST: must be an address of this machine or a name of it, got "${place.HOST}" (${reason})`;
  return new SettingsError([complaint]);
}
