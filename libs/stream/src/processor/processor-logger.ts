/** What the runtime says: a constant message and structured data. */
export abstract class ProcessorLogger {
  abstract info(message: string, data?: object): void;
  abstract warn(message: string, data?: object): void;
  abstract error(message: string, data?: object): void;
}

export class SilentLogger extends ProcessorLogger {
  info(): void {}
  warn(): void {}
  error(): void {}
}
