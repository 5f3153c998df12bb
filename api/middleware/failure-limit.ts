/** Counts failed logins by address, within a window. */
export interface FailureLimit {
  count(address: string): void;
  /** 0 while the address may try. */
  secondsToWait(address: string): number;
}

export interface FailureLimitOptions {
  readonly most?: number;
  readonly windowMs?: number;
  /** Addresses that are remembered; beyond it the oldest is forgotten, so that an attacker cannot fill the memory. */
  readonly addresses?: number;
  readonly now?: () => number;
}

export function createFailureLimit({
  most = 30,
  windowMs = 60_000,
  addresses = 10_000,
  now = Date.now,
}: FailureLimitOptions = {}): FailureLimit {
  const windows = new Map<string, { readonly ends: number; failures: number }>();
  const current = (address: string) => {
    const window = windows.get(address);
    return window !== undefined && window.ends > now() ? window : undefined;
  };
  return {
    count: (address) => {
      const window = current(address);
      if (window !== undefined) {
        window.failures += 1;
        return;
      }
      windows.delete(address);
      windows.set(address, { ends: now() + windowMs, failures: 1 });
      const oldest = windows.keys().next();
      if (windows.size > addresses && oldest.done !== true) windows.delete(oldest.value);
    },
    secondsToWait: (address) => {
      const window = current(address);
      if (window === undefined || window.failures < most) return 0;
      return Math.max(1, Math.ceil((window.ends - now()) / 1000));
    },
  };
}
