/** For a time that is itself meant, such as that of an outage. Whatever can be asked for is waited for with `until`. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
