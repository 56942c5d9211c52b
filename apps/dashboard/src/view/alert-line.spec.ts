import { describe, expect, it } from '@jest/globals';

import { alertLine } from './alert-line.js';
import { anAlert, aStatus, now } from './status.fixture.js';

const ago = (ms: number): string => new Date(now - ms).toISOString();

describe('the line of an alert', () => {
  it('says what, since when, and the integers', () => {
    const line = alertLine(anAlert(), aStatus(), now);
    expect(line).toMatchObject({
      name: 'shop availability',
      href: '/v1/slos/shop.availability/explain',
      mark: 'bad',
      isProvisional: false,
      what: 'page, fast',
      since: { text: '13:53' },
      summary: '144 bad of 6000 in 60 min burn 24.00x the budget, above 14.4x',
    });
    expect(
      line.windows.map(({ window, bad, total, burn, threshold }) => [
        window,
        bad.text,
        total.text,
        burn.text,
        threshold,
      ]),
    ).toEqual([
      ['1 h', '144', '6,000', '24.0×', '14.4×'],
      ['5 min', '75', '500', '150×', '14.4×'],
    ]);
    expect(line.since.proof).toContain('episode 12, revision 4 · sealed');
  });

  it.each([
    { what: 'before its objective is sealed to there', watermark: ago(61_000), isProvisional: true },
    { what: 'no more once it is', watermark: ago(60_000), isProvisional: false },
  ])('is provisional $what', ({ watermark, isProvisional }) => {
    const alert = anAlert({ provisional: true, at: ago(60_000) });
    const line = alertLine(alert, aStatus({ watermark }), now);
    expect([line.isProvisional, line.what]).toEqual([
      isProvisional,
      isProvisional ? 'page, fast, provisional' : 'page, fast',
    ]);
  });

  it('needs no objective, no tier and no windows', () => {
    const storm = anAlert({
      tier: undefined,
      kind: 'dead-letter-storm',
      severity: 'ticket',
      subject: 'inbox partition 3',
      summary: 'inbox: too many records of partition 3 go to the dead letter; paused for 30 s',
      proof: { windows: [] },
      links: {},
    });
    expect(alertLine(storm, undefined, now)).toMatchObject({
      name: 'shop inbox partition 3',
      href: undefined,
      mark: 'caution',
      what: 'ticket, dead letter storm',
      summary: 'inbox: too many records of partition 3 go to the dead letter; paused for 30 s',
      windows: [],
    });
  });

  it.each(['javascript:alert(1)', 'https://elsewhere.example/', '//elsewhere.example/', '/v1/../x?y'])(
    'does not link to %s',
    (explain) => {
      expect(alertLine(anAlert({ links: { explain } }), undefined, now).href).toBeUndefined();
    },
  );
});
