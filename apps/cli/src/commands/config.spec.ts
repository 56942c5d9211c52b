import { describe, expect, it } from '@jest/globals';

import { outcomeOf } from '../command.fixture.js';

describe('config', () => {
  it('asks no server, so that it needs no address of one', async () => {
    const { code, stdout, stderr } = await outcomeOf(['config'], { environment: { RW_URL: '', PORT: '8081' } });
    expect([code, stdout, stderr]).toEqual([0, expect.stringMatching(/\nPORT +8081 +environment /), '']);
  });

  it('says which variables are wrong, as any error is said', async () => {
    const environment = { PORT: '-1', RW_ROOT_KEY: 'secret-secret-secret' };
    const text = await outcomeOf(['config'], { environment });
    expect([text.code, text.stderr]).toEqual([
      2,
      expect.stringMatching(/^rw: the server would not start with this environment\n {2}PORT: .*, got "-1"\n$/),
    ]);
    expect(text.stdout).not.toContain('secret');
    const json = await outcomeOf(['--json', 'config'], { environment });
    expect([json.code, JSON.parse(json.stderr)]).toEqual([
      2,
      expect.objectContaining({ errors: [{ detail: expect.stringMatching(/^PORT: /) }] }),
    ]);
  });
});
