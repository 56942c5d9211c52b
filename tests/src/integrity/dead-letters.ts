import { type Outcome, startRw } from '../command-line.js';

interface DeadLetter {
  readonly id: string;
  readonly reason: string;
  readonly detail: string;
  readonly topic: string;
  readonly offset: number;
}

/** Dead letters through the command line, with a key. */
export class DeadLetters {
  constructor(
    private readonly url: string,
    private readonly key: string,
  ) {}

  /** @param service - that could not take the records */
  async of(service: string): Promise<readonly DeadLetter[]> {
    const { stdout } = await this.run('ls', '--service', service);
    return (JSON.parse(stdout) as { items: DeadLetter[] }).items;
  }

  /** Puts one back where it came from. */
  async replay(id: string): Promise<void> {
    await this.run('replay', id);
  }

  private async run(...args: string[]): Promise<Outcome> {
    const environment = { RW_URL: this.url, RW_TOKEN: this.key };
    const outcome = await startRw(['--json', 'dlq', ...args], { environment, input: '' }).outcome;
    if (outcome.code !== 0) throw new Error(`rw dlq ${args.join(' ')} ended with ${outcome.code}: ${outcome.stderr}`);
    return outcome;
  }
}
