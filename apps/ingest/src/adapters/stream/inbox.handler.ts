import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { inboxSamples } from '@roadworthy/contracts';
import type { RecordBatch } from '@roadworthy/stream';

import type { InboxRecord } from '../../domain/inbox-step.js';
import { type InboxInput, inboxTransport } from './inbox-processor.js';

const tenantOf = (topic: string): string => topic.split('.')[2] ?? '';

@Controller()
export class InboxHandler {
  @EventPattern<string>(inboxSamples.topic, inboxTransport)
  forward(@Payload() batch: RecordBatch<InboxRecord, InboxInput | undefined>): void {
    batch.apply((record, { topic, partition, offset, timestamp }) => {
      const tenant = tenantOf(topic);
      return { key: tenant, input: { record, place: { tenant, topic, partition, offset, timestamp } } };
    });
  }
}
