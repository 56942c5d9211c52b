import { describe, expect, it } from '@jest/globals';

import { keyText } from './key-text.js';

describe('keyText', () => {
  it('names the fields that a key is made of', () => {
    expect(keyText(({ tenant, service }: { tenant: string; service: string }) => `${tenant}/${service}`)).toBe(
      '<tenant>/<service>',
    );
  });

  it('names a field that is the whole key, however deep it lies', () => {
    expect(keyText(({ samples }: { samples: { service: string }[] }) => samples[0]?.service ?? '')).toBe(
      '<samples[0].service>',
    );
  });

  it('leaves constants as they are', () => {
    expect(keyText(() => 'all')).toBe('all');
  });
});
