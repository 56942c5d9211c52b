import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const desktop = { width: 1280, height: 860 };
export const phone = { width: 390, height: 844 };

/** A Chromium with a fresh profile. Keeps what its pages complain about: errors, and what their policy refused. */
export class TestBrowser {
  readonly complaints: string[] = [];

  private constructor(private readonly browser: Browser) {}

  static async start(): Promise<TestBrowser> {
    return new TestBrowser(await chromium.launch({ executablePath, args }));
  }

  /** A page of its own, with nothing remembered, that has shown an answer. */
  async open(url: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({ viewport: desktop, colorScheme: 'light', ...options });
    const page = await context.newPage();
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    await page.addInitScript({ content: axe.source });
    await page.goto(url);
    await page.locator('.answer').waitFor();
    return page;
  }

  async stop(): Promise<void> {
    await this.browser.close();
  }
}

/** What axe-core finds wrong with the page as it is, one line a place. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
}

/** Whether something reaches beyond the right edge of the window, or of the section that it stands in. */
export const overflows = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>(
    '[document.documentElement, ...document.querySelectorAll("section")].some((e) => e.scrollWidth > e.clientWidth)',
  );

/** The text of what has the focus. */
export const focusedText = (page: Page): Promise<string> =>
  page.evaluate<string>('document.activeElement?.textContent ?? ""');
