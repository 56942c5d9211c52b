import { ProcessorLogger } from '@roadworthy/stream';
import { destination, type Logger as Pino, pino } from 'pino';

/** What a process says while it runs: a constant message and structured data. ERROR means that a person must act. */
export abstract class Logger extends ProcessorLogger {
  /** The same logger, naming a part of the process in every line. */
  abstract for(part: string): Logger;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

const secrets = ['authorization', 'cookie', 'key', 'token', 'password', '*.authorization', '*.cookie', '*.key'];

/** JSON lines on standard error; standard output is the user's. */
export class JsonLogger extends Logger {
  private constructor(private readonly pino: Pino) {
    super();
  }

  static create(level: LogLevel): JsonLogger {
    const options = { level, redact: secrets, base: null, timestamp: pino.stdTimeFunctions.isoTime };
    return new JsonLogger(pino({ ...options, errorKey: 'error' }, destination({ dest: 2, sync: true })));
  }

  for(part: string): JsonLogger {
    return new JsonLogger(this.pino.child({ part }));
  }

  info(message: string, data: object = {}): void {
    this.pino.info(data, message);
  }

  warn(message: string, data: object = {}): void {
    this.pino.warn(data, message);
  }

  error(message: string, data: object = {}): void {
    this.pino.error(data, message);
  }
}
