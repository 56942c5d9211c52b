import { describe, expect, it } from '@jest/globals';

import { type ConnectionState, LiveConnection } from './live-connection.js';

type Reply = (options: RequestInit) => Response | Promise<Response>;

const stream = (...pieces: string[]): Reply => {
  return () =>
    new Response(
      new ReadableStream<Uint8Array>({
        start(controller) {
          for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
          controller.close();
        },
      }),
    );
};
const silence: Reply = ({ signal }) =>
  new Response(
    new ReadableStream({
      start: (controller) => signal?.addEventListener('abort', () => controller.error(new Error('aborted'))),
    }),
  );
const answer =
  (status: number, body: object = {}): Reply =>
  () =>
    Response.json(body, { status });
const broken: Reply = () => Promise.reject(new TypeError('failed to fetch'));
const event = (id: string) => `id: ${id}\nevent: status\ndata: {}\n\n`;

/** Plays one reply after the other, then stops; time passes at once, except for `Infinity`. */
async function play(replies: readonly Reply[], { isSilenceLong = false, keyAfter = false } = {}) {
  const states: ConnectionState[] = [];
  const ids: (string | null)[] = [];
  const pauses: number[] = [];
  let events = 0;
  let at = 0;
  const connection = new LiveConnection({
    now: () => ++at,
    fetch: async (_path, options) => {
      ids.push(new Headers(options.headers).get('last-event-id'));
      const reply = replies[ids.length - 1];
      if (reply) return reply(options);
      connection.stop();
      throw new Error('stopped');
    },
    pause: (ms, signal) => {
      if (ms === 40_000 && !isSilenceLong) return new Promise(() => {});
      if (ms === Infinity) {
        queueMicrotask(() => (keyAfter ? connection.retry() : connection.stop()));
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      }
      if (ms !== 40_000) pauses.push(ms);
      return Promise.resolve();
    },
    onEvents: (heard) => (events += heard.length),
    onState: (state) => states.push(state),
  });
  await connection.run();
  return { states, ids, pauses, events, kinds: states.map(({ kind }) => kind) };
}

describe('the live connection', () => {
  it('is live while it hears something, and comes back where it was', async () => {
    const { kinds, ids, events } = await play([stream(event('r-1'), event('r-2')), stream(': still here\n\n')]);
    expect(kinds).toEqual(['connecting', 'live', 'live', 'lost', 'live', 'lost']);
    expect(ids).toEqual([null, 'r-2', 'r-2']);
    expect(events).toBe(2);
  });

  it('waits longer with each failure, 15 s at most, and less once it was live again', async () => {
    const { pauses } = await play([...Array.from({ length: 6 }, () => broken), stream(event('r-1')), broken]);
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 1_000, 2_000]);
  });

  it('says since when it is lost and why', async () => {
    const { states } = await play([broken, answer(503, { detail: 'the topics are still being read' }), answer(500)]);
    expect(states.slice(1)).toEqual([
      { kind: 'lost', since: 1, why: 'the server does not answer' },
      { kind: 'lost', since: 1, why: 'the topics are still being read' },
      { kind: 'lost', since: 1, why: 'the server answers 500' },
    ]);
  });

  it('takes a server that falls silent for lost', async () => {
    const { states } = await play([silence], { isSilenceLong: true });
    expect(states[1]).toMatchObject({ kind: 'lost', why: 'the server fell silent' });
  });

  it('asks for a key when the server wants one, and waits', async () => {
    const { kinds, pauses } = await play([answer(401)]);
    expect([kinds, pauses]).toEqual([['connecting', 'denied'], []]);
  });

  it('goes on at once when the key is there', async () => {
    const { kinds } = await play([answer(401), stream(event('r-1'))], { keyAfter: true });
    expect(kinds).toEqual(['connecting', 'denied', 'live', 'lost']);
  });
});
