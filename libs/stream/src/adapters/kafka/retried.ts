const attempts = 100;
const delayMs = 100;

/** Asks again while brokers say that a moment later it may work, as just after topics were created. */
export async function retried<T>(action: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (attempt >= attempts || (error as { retriable?: boolean }).retriable !== true) throw error;
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
}
