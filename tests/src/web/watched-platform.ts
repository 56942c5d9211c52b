import { ratioObjective, until } from '@roadworthy/testing';
import { freePorts } from '@roadworthy/tools';

import { PlatformProcess } from '../platform-process.js';

/** No telemetry of its own, so that only what the test publishes is counted. */
const silent = { RW_TELEMETRY_MS: '3600000' };

export interface Published {
  readonly service: string;
  readonly name: string;
  readonly bad: number;
  readonly total: number;
  /** before now; counted at once where its bucket of 10 s was evaluated already */
  readonly agoMs?: number;
}

/** A platform with objectives and events of a test, published as any service would. */
export class WatchedPlatform {
  private constructor(readonly process: PlatformProcess) {}

  /** On one port, so that it comes back where it was. */
  static async start(environment: Readonly<Record<string, string>> = {}): Promise<WatchedPlatform> {
    const [port] = await freePorts(1);
    return new WatchedPlatform(await PlatformProcess.start({ ...silent, PORT: String(port), ...environment }));
  }

  get url(): string {
    return this.process.url;
  }

  /** Puts an objective of 99.9 % over a metric of its own name. */
  async define(service: string, name: string, targetPercent = 99.9): Promise<void> {
    const body = ratioObjective({ service, name, metric: `${name}.events`, targetPercent });
    const id = `${service}.${name}`;
    await this.send('PUT', `/v1/slos/${id}`, body);
    await until(`${id} is taken up`, async () => (await fetch(`${this.url}/v1/slos/${id}/status`)).ok);
  }

  async publish({ service, name, bad, total, agoMs = 20_000 }: Published): Promise<void> {
    const time = Date.now() - agoMs;
    const sample = { service, name: `${name}.events`, time, good: total - bad, total };
    await this.send('POST', '/v1/samples', JSON.stringify({ samples: [sample] }));
  }

  /** An objective whose events are known: `define` and `publish` at once. */
  async measured(events: Published & { readonly targetPercent?: number }): Promise<void> {
    await this.define(events.service, events.name, events.targetPercent);
    await this.publish(events);
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }

  private async send(method: string, path: string, body: string): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${this.url}${path}`, { method, body, headers });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  }
}
