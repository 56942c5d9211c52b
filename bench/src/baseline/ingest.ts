import 'reflect-metadata';
import { Body, Controller, HttpCode, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import kafkajs from 'kafkajs';

import { baselineTopic } from './topic.js';

// The plain build: Nest on Express, one event a request, one send an event.
const kafka = new kafkajs.Kafka({
  brokers: (process.env['KAFKA_BROKERS'] ?? '').split(','),
  clientId: 'baseline-ingest',
  logLevel: kafkajs.logLevel.NOTHING,
});
const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });

interface Event {
  readonly service: string;
}

@Controller('events')
class EventsController {
  @Post()
  @HttpCode(202)
  async take(@Body() event: Event): Promise<object> {
    await producer.send({ topic: baselineTopic, messages: [{ key: event.service, value: JSON.stringify(event) }] });
    return { accepted: 1 };
  }
}

@Module({ controllers: [EventsController] })
class BaselineIngestModule {}

await producer.connect();
const app = await NestFactory.create(BaselineIngestModule, { logger: false });
await app.listen(0, '127.0.0.1');
process.stdout.write(`ready ${await app.getUrl()}\n`);
