/** Lets a test wait for what callbacks bring about: every change is looked at, nothing is polled. */
export class Changes {
  private readonly waiting = new Set<() => void>();

  /** Something that a condition may depend on has changed. */
  happened(): void {
    for (const look of [...this.waiting]) look();
  }

  /** Resolves as soon as the condition holds. The test's own timeout is the limit. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!condition()) return;
        this.waiting.delete(look);
        resolve();
      };
      this.waiting.add(look);
      look();
    });
  }
}
