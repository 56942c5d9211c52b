import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';

import { accessibilityProblems, focusedText, phone, overflows, TestBrowser } from './browser.js';
import { WatchedPlatform } from './watched-platform.js';

jest.setTimeout(60_000);

/** The narrow space before a unit, made visible. */
const plain = (text: string | null): string => (text ?? '').replaceAll('\u202f', ' ');

const hourMs = 3_600_000;

describe('the overview', () => {
  let platform: WatchedPlatform;
  let browser: TestBrowser;
  beforeAll(async () => {
    platform = await WatchedPlatform.start();
    browser = await TestBrowser.start();
    // Against 99.9 %, 30 bad of 10,000 burn at 3 and leave -200 %; 1 bad of 10,000 leaves 90 %.
    await platform.measured({ service: 'payments', name: 'availability', bad: 1, total: 10_000 });
    await platform.measured({ service: 'media', name: 'availability', bad: 0, total: 1_000, agoMs: hourMs });
    await platform.measured({ service: 'search', name: 'latency', bad: 30, total: 10_000 });
    // 600 bad of 10,000 burn at 60, above 14.4 in both windows: a page.
    await platform.measured({ service: 'checkout', name: 'availability', bad: 600, total: 10_000 });
    await platform.define('stories', 'well-timed');
  });
  afterAll(async () => {
    await browser.stop();
    await platform.stop();
  });

  const openAll = async (options = {}): Promise<Page> => {
    const page = await browser.open(platform.url, options);
    await page.locator('#alerts li').filter({ hasText: 'checkout availability' }).waitFor();
    return page;
  };
  const rowOf = (page: Page, service: string) => page.locator('.budgets tbody tr').filter({ hasText: service });

  it('gives the answer first, in a sentence', async () => {
    const page = await openAll();
    expect(await page.locator('h1').textContent()).toBe('Do the budgets hold?');
    expect(plain(await page.locator('.answer').textContent())).toMatch(
      /^checkout availability: no\. It burns its budget at 60\.0× the even rate over 1 h, and its 30 d budget is overspent by 5900\.0 %\.$/,
    );
    expect(await page.title()).toBe('checkout availability: no · Roadworthy');
  });

  it('lists objectives with the worst first, and says what is blind', async () => {
    const page = await openAll();
    const rows = await page.locator('.budgets tbody th').allTextContents();
    expect(rows.map((row) => row.trim())).toEqual([
      'checkout burning',
      'search overspent',
      'media no data',
      'roadworthy no data yet',
      'roadworthy no data yet',
      'stories no data yet',
      'payments holds',
    ]);
    expect(plain(await rowOf(page, 'payments').textContent())).toMatch(
      /availability 99\.9 %30 d.*90\.0 %1 h 0\.10×5 min 0\.10×/,
    );
    expect(plain(await rowOf(page, 'media').textContent())).toMatch(/no data——since /);
    expect(await rowOf(page, 'checkout').locator('.mk.bad').count()).toBe(1);
    expect(await rowOf(page, 'media').locator('.gauge .unknown').count()).toBe(1);
    expect(plain(await rowOf(page, 'search').locator('.gauge').getAttribute('aria-label'))).toBe(
      '−200.0 % of the budget left, 300.0 % spent in 24 h',
    );
  });

  it('shows open alerts with what proves them', async () => {
    const page = await openAll();
    const alert = await page.locator('#alerts li').filter({ hasText: 'checkout availability' }).textContent();
    expect(alert).toContain('page, fast');
    expect(alert).toContain('600 bad of 10,000 in 1 h: 60.0× > 14.4×; 600 bad of 10,000 in 5 min: 60.0× > 14.4×');
  });

  it('writes formula, integers and revision of a number on the evidence line', async () => {
    const page = await openAll();
    const left = rowOf(page, 'search').getByRole('button', { name: '−200.0' });
    await left.hover();
    const proof = plain(await page.locator('.evline').textContent());
    expect(proof).toMatch(
      /^left = 1 − bad\/\(b·total\) = 1 − 30 \/ \(0\.001 × 10,000\) = −200\.000 % · 30 d to .* · revision \d+ · /,
    );
    await page.locator('h1').hover();
    expect(await page.locator('.evline').textContent()).toMatch(/^Evidence: point at a number/);
    await left.click();
    await page.locator('h1').hover();
    expect(plain(await page.locator('.evline').textContent())).toMatch(/^left = /);
  });

  it('changes by itself when events arrive', async () => {
    const page = await openAll();
    await page.evaluate('window.stayed = true');
    await platform.define('identity', 'sign-in');
    await rowOf(page, 'identity').filter({ hasText: 'no data yet' }).waitFor();
    await platform.publish({ service: 'identity', name: 'sign-in', bad: 0, total: 10_000 });
    await rowOf(page, 'identity').filter({ hasText: '100.0' }).waitFor();
    await platform.publish({ service: 'identity', name: 'sign-in', bad: 8, total: 10_000 });
    // 8 bad of 20,000 against 0.1 %: 60 % left
    await rowOf(page, 'identity').filter({ hasText: '60.0' }).waitFor();
    expect(await page.evaluate('window.stayed')).toBe(true);
  });

  it('is one tab stop, in which arrows move between numbers', async () => {
    const page = await openAll();
    await rowOf(page, 'checkout').getByRole('link').focus();
    await page.keyboard.press('ArrowRight');
    expect(plain(await focusedText(page))).toBe('99.9 %');
    await page.keyboard.press('ArrowRight');
    expect(plain(await focusedText(page))).toBe('−5900.0 %');
    await page.keyboard.press('ArrowDown');
    expect(plain(await focusedText(page))).toBe('−200.0 %');
    expect(plain(await page.locator('.evline').textContent())).toMatch(/^left = 1 − bad\/\(b·total\) = 1 − 30 \//);
    await page.keyboard.press('Home');
    expect(await focusedText(page)).toBe('latency');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.closest(".budgets")')).toBeNull();
    await page.keyboard.press('Shift+Tab');
    expect(await focusedText(page)).toBe('latency');
  });

  it('leads from the top to the answer without passing the places', async () => {
    const page = await openAll();
    await page.keyboard.press('Tab');
    expect(await focusedText(page)).toBe('Skip to the answer');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
  });

  it('follows the system’s theme until the reader chooses another', async () => {
    const page = await openAll({ colorScheme: 'dark' });
    const colour = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const [dark, light] = ['rgb(16, 19, 23)', 'rgb(255, 255, 255)'];
    expect(await colour()).toBe(dark);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await colour()).toBe(light);
    const button = page.getByRole('button', { name: 'Switch between light and dark' });
    await button.click();
    expect(await colour()).toBe(dark);
    await page.reload();
    await page.locator('.answer').waitFor();
    expect(await colour()).toBe(dark);
    await button.click();
    expect(await page.evaluate('document.documentElement.dataset.theme ?? "system"')).toBe('system');
  });

  it.each([
    { what: 'light', options: { colorScheme: 'light' } },
    { what: 'dark', options: { colorScheme: 'dark' } },
    { what: 'light on a phone', options: { colorScheme: 'light', viewport: phone } },
    { what: 'dark on a phone', options: { colorScheme: 'dark', viewport: phone } },
  ])('has nothing that axe refuses, $what', async ({ options }) => {
    const page = await openAll(options);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it.each([320, 390, 768, 961, 1280, 1401, 1440])('has room for everything at %i px', async (width) => {
    const page = await openAll({ viewport: { width, height: 844 } });
    expect(await overflows(page)).toBe(false);
  });

  it('does nothing that its policy forbids, and fails at nothing', () => {
    expect(browser.complaints).toEqual([]);
  });
});
