import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';

import { accessibilityProblems, phone, overflows, TestBrowser } from './browser.js';
import { WatchedPlatform } from './watched-platform.js';

jest.setTimeout(60_000);

const state = (page: Page, text: string) => page.locator('.live').filter({ hasText: text });

describe('a page that loses its server', () => {
  let platform: WatchedPlatform;
  let browser: TestBrowser;
  beforeAll(async () => {
    platform = await WatchedPlatform.start();
    browser = await TestBrowser.start();
    await platform.measured({ service: 'payments', name: 'availability', bad: 1, total: 10_000 });
  });
  afterAll(async () => {
    await browser.stop();
    await platform.stop();
  });

  it('keeps what it knew, says how old it is, and comes back by itself', async () => {
    const page = await browser.open(platform.url);
    const row = page.locator('.budgets tbody tr').filter({ hasText: 'payments' });
    await row.filter({ hasText: '90.0' }).waitFor();
    await state(page, 'live').waitFor();
    await platform.process.end('SIGKILL');
    await state(page, 'reconnecting').waitFor();
    expect(await page.locator('.notice').textContent()).toMatch(
      /^Not connected: .+\. This is what was known at \d\d:\d\d:\d\d UTC, \d+ s ago\./,
    );
    expect(await row.textContent()).toContain('90.0');
    expect(await row.textContent()).toContain('holds');
    expect(await accessibilityProblems(page)).toEqual([]);
    await platform.process.start();
    await state(page, 'live').waitFor();
    await page.locator('.notice').waitFor({ state: 'detached' });
    await platform.publish({ service: 'payments', name: 'availability', bad: 3, total: 10_000 });
    // 4 bad of 20,000 against 0.1 %: 80 % left
    await row.filter({ hasText: '80.0' }).waitFor();
  });

  it('does not keep the server from ending', async () => {
    const page = await browser.open(platform.url);
    await state(page, 'live').waitFor();
    const begun = performance.now();
    expect(await platform.process.end('SIGTERM')).toBe(0);
    expect(performance.now() - begun).toBeLessThan(5_000);
    await state(page, 'reconnecting').waitFor();
    await platform.process.start();
  });

  it('fits a phone while it is lost', async () => {
    const page = await browser.open(platform.url, { viewport: phone });
    await state(page, 'live').waitFor();
    await platform.process.end('SIGKILL');
    await page.locator('.notice').waitFor();
    expect(await overflows(page)).toBe(false);
    await platform.process.start();
  });
});

describe('a page whose server wants a key', () => {
  const key = 'a-key-for-this-test-alone';
  let platform: WatchedPlatform;
  let browser: TestBrowser;
  beforeAll(async () => {
    platform = await WatchedPlatform.start({ RW_ROOT_KEY: key });
    browser = await TestBrowser.start();
  });
  afterAll(async () => {
    await browser.stop();
    await platform.stop();
  });

  it('asks for it, refuses a wrong one, opens with the right one and stays open', async () => {
    const page = await browser.open(platform.url);
    await state(page, 'a key is needed').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByLabel('Key').fill('a-key-of-somebody-else');
    await page.getByRole('button', { name: 'Open' }).click();
    expect(await page.getByRole('alert').textContent()).toBe('This key is not known.');
    await page.getByLabel('Key').fill(key);
    await page.getByLabel('Key').press('Enter');
    await state(page, 'live').waitFor();
    await page.locator('.budgets').waitFor();
    await page.reload();
    await state(page, 'live').waitFor();
  });
});

describe('a page with nothing to show', () => {
  it('says what would fill it', async () => {
    const platform = await WatchedPlatform.start();
    const browser = await TestBrowser.start();
    const page = await browser.open(platform.url, { viewport: phone });
    await page.locator('.steps').waitFor();
    expect(await page.locator('.answer').textContent()).toBe(
      'Cannot tell yet. No event was counted for any of the 2 objectives.',
    );
    expect(await page.locator('.steps').textContent()).toContain(`curl ${platform.url}/v1/samples`);
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await overflows(page)).toBe(false);
    expect(browser.complaints).toEqual([]);
    await browser.stop();
    await platform.stop();
  });
});
