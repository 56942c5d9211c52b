import { type Clock, type Log, type NewRecord, replayHeader } from '@roadworthy/stream';

import { deadLetterEvent, type DeadLetterPlace, type DeadLetterService } from '../domain/dead-letter-id.js';
import type { PlacedDeadLetter, ReadDeadLetters } from './read-dead-letters.js';
import type { ReplayLedger } from './replay-ledger.js';

/** Where a record went back to. */
export interface Replayed {
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
}

/** The record's topic or partition is there no more. */
export class OriginGoneError extends Error {
  readonly code = 'origin-gone';
}

export interface ReplayParts {
  readonly log: Log;
  readonly clock: Clock;
  readonly letters: ReadDeadLetters;
  readonly ledger: ReplayLedger;
}

/** Puts records back where they came from, each once; what fails again becomes a dead letter of its own. */
export class ReplayDeadLetters {
  constructor(private readonly parts: ReplayParts) {}

  /** @returns `undefined` when there is no such dead letter. @throws {OriginGoneError} */
  async one(place: DeadLetterPlace): Promise<Replayed | undefined> {
    const letter = await this.parts.letters.find(place);
    if (!letter) return undefined;
    await this.putBack([letter]);
    return replayedOf(letter);
  }

  /** Those of a service that were never put back. @param reason - those of this reason alone. @throws {OriginGoneError} */
  async all(service: DeadLetterService, reason?: string): Promise<Replayed[]> {
    const replayed: Replayed[] = [];
    for await (const page of this.parts.letters.all(service)) {
      const wanted = reason === undefined ? page : page.filter(({ letter }) => letter.reason === reason);
      replayed.push(...(await this.putBack(wanted)).map(replayedOf));
    }
    return replayed;
  }

  /** @returns those that were not put back before */
  private async putBack(letters: readonly PlacedDeadLetter[]): Promise<readonly PlacedDeadLetter[]> {
    const { log, ledger, clock } = this.parts;
    const fresh: PlacedDeadLetter[] = [];
    for (const letter of letters) if ((await ledger.replayedAt(letter.id)) === undefined) fresh.push(letter);
    for (const topic of new Set(fresh.map(({ letter }) => letter.topic))) await this.mustStillHold(topic, fresh);
    await log.append(fresh.map(recordOf));
    for (const { id } of fresh) await ledger.replayed(id, clock.now());
    return fresh;
  }

  /** Checked first: a log may try for ever to write where nothing is. */
  private async mustStillHold(topic: string, letters: readonly PlacedDeadLetter[]): Promise<void> {
    const { log } = this.parts;
    const partitions = (await log.topics()).includes(topic) ? (await log.ranges(topic)).length : 0;
    const lost = letters.find(({ letter }) => letter.topic === topic && letter.partition >= partitions);
    if (lost) throw new OriginGoneError(`${lost.id} came from ${topic}/${lost.letter.partition}, which is gone`);
  }
}

const replayedOf = ({ id, letter: { topic, partition } }: PlacedDeadLetter): Replayed => ({ id, topic, partition });

/**
 * Written with the time of now: retention and the owner's memory of repetitions count from there, and an event that was
 * ahead of a clock may be taken by then.
 */
function recordOf({ place: { service, partition: at, offset }, letter }: PlacedDeadLetter): NewRecord {
  const { topic, partition, key, headers, bytes } = letter;
  const replayOf = `${deadLetterEvent(service).topic}/${at}/${offset}`;
  return {
    topic,
    partition,
    key,
    value: Buffer.from(bytes, 'base64'),
    headers: { ...headers, [replayHeader]: replayOf },
  };
}
