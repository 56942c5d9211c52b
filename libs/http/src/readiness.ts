/** Whether this process may get requests. Every part says what it still waits for. */
export class Readiness {
  private readonly checks = new Map<string, () => boolean>();
  private isDraining = false;

  add(name: string, isReady: () => boolean): void {
    this.checks.set(name, isReady);
  }

  /** From now on not ready, so that nobody sends new requests. */
  drain(): void {
    this.isDraining = true;
  }

  /** @returns the parts that are not ready; empty when all are */
  waitingFor(): string[] {
    const waiting = [...this.checks].filter(([, isReady]) => !isReady()).map(([name]) => name);
    return this.isDraining ? ['shutdown', ...waiting] : waiting;
  }
}
