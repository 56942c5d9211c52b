import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';

import { defaultTiming, Processor, type ProcessorOptions } from '../processor/processor.js';
import { type ProcessorDefinition, topicsOf } from '../processor/processor-definition.js';
import type { ProcessorEngines } from '../processor/processor-engines.js';
import type { BatchHandler, RecordBatch } from '../processor/record-batch.js';

export interface StreamTransportOptions extends Partial<ProcessorOptions> {
  readonly onFatal: (error: Error) => void;
}

/** Marks a processor's handlers: `@EventPattern(contract.topic, transportOf('budget'))`. */
export const transportOf = (processor: string): symbol => Symbol.for(`roadworthy.processor.${processor}`);

/**
 * Nest's transport for processors: hands batches of decoded records to `@EventPattern(contract.topic)` handlers, where
 * Nest's own takes one message at a time, has no dead letter and stops a partition for ever on a poison message.
 */
export class StreamTransport<S, I> extends Server implements CustomTransportStrategy {
  override readonly transportId: symbol;
  readonly processor: Processor<S, I>;

  constructor(
    private readonly definition: ProcessorDefinition<S, I>,
    engines: ProcessorEngines,
    options: StreamTransportOptions,
  ) {
    super();
    this.transportId = transportOf(definition.name);
    this.processor = new Processor(definition, engines, { ...defaultTiming, maxPendingBytes: 8_000_000, ...options });
  }

  listen(callback: (error?: unknown) => void): void {
    this.processor.start(this.handlersByTopic()).then(() => callback(), callback);
  }

  close(): Promise<void> {
    return this.processor.stop();
  }

  on(): never {
    throw new Error('a stream transport has no events of its own');
  }

  unwrap<T = Processor<S, I>>(): T {
    return this.processor as T;
  }

  private handlersByTopic(): Map<string, BatchHandler<I>> {
    return new Map(
      this.definition.inputs.flatMap((input) =>
        topicsOf(input).map((topic) => [topic, this.handlerOf(topic, input.event.topic)] as const),
      ),
    );
  }

  private handlerOf(topic: string, pattern: string): BatchHandler<I> {
    const handler = this.messageHandlers.get(pattern);
    if (!handler) throw new Error(`processor ${this.definition.name} has no handler for ${topic}`);
    return async (batch: RecordBatch<never, I>) => {
      const result: unknown = await handler(batch, undefined);
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
    };
  }
}
