import 'reflect-metadata';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, type MicroserviceOptions, Payload, Transport } from '@nestjs/microservices';
import { Redis } from 'ioredis';

import { baselineKey, baselineTopic } from './topic.js';

// The plain build: one message at a time, three awaited commands a message.
const redis = new Redis(process.env['REDIS_URL'] ?? '');

interface Event {
  readonly service: string;
  readonly good: number;
  readonly total: number;
}

@Controller()
class EventsHandler {
  @EventPattern(baselineTopic)
  async count(@Payload() { service, good, total }: Event): Promise<void> {
    const key = baselineKey(service);
    await redis.hincrby(key, 'total', total);
    await redis.hincrby(key, 'bad', total - good);
    await redis.hincrby(key, 'events', 1);
  }
}

@Module({ controllers: [EventsHandler] })
class BaselineConsumerModule {}

const app = await NestFactory.createMicroservice<MicroserviceOptions>(BaselineConsumerModule, {
  logger: false,
  transport: Transport.KAFKA,
  options: {
    client: { brokers: (process.env['KAFKA_BROKERS'] ?? '').split(','), clientId: 'baseline', logLevel: 0 },
    consumer: { groupId: 'baseline' },
    subscribe: { fromBeginning: true },
  },
});
await app.listen();
process.stdout.write('ready none\n');
