import { once } from 'node:events';
import { connect } from 'node:net';

import type { Settings } from './settings.js';

const answerWithinMs = 2_000;

interface Place {
  readonly host: string;
  readonly port: number;
}

/** The variables of a cluster's servers none of whose addresses takes a connection. */
export async function silentServers(settings: Settings): Promise<readonly string[]> {
  const servers = Object.entries(placesOf(settings)).filter(([, places]) => places.length > 0);
  const found = await Promise.all(
    servers.map(async ([name, places]) => ({ name, answers: await Promise.all(places.map(takesConnections)) })),
  );
  return found.filter(({ answers }) => !answers.includes(true)).map(({ name }) => name);
}

/** Addresses of `mongodb+srv://` are names of lists and are not asked. */
function placesOf({ KAFKA_BROKERS = '', REDIS_URL = '', MONGO_URL = '' }: Settings): Record<string, readonly Place[]> {
  const mongoHosts = /^mongodb:\/\/(?:[^/@]*@)?([^/?]+)/.exec(MONGO_URL)?.[1] ?? '';
  return {
    KAFKA_BROKERS: places(KAFKA_BROKERS, 9092),
    REDIS_URL: places(REDIS_URL.replaceAll(/rediss?:\/\/(?:[^/@,]*@)?([^/?,]+)[^,]*/g, '$1'), 6379),
    MONGO_URL: places(mongoHosts, 27_017),
  };
}

const places = (hosts: string, usualPort: number): readonly Place[] =>
  hosts === ''
    ? []
    : hosts.split(',').map((text) => {
        const { hostname, port } = new URL(`tcp://${text}`);
        return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? usualPort : Number(port) };
      });

async function takesConnections(place: Place): Promise<boolean> {
  const socket = connect(place);
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(answerWithinMs) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
