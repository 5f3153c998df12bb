import { DomainError, type ErrorCode } from '#domain/errors.ts';

/** Lets a test take a fake's system away for a while. */
export interface Outage {
  /** From now on every call fails as the real system's absence would. */
  begin(): void;
  end(): void;
}

export interface Availability extends Outage {
  /** Runs one call as a whole: nothing else happens in between, and what it throws rejects the promise. */
  call<Result>(work: () => Result): Promise<Result>;
}

export function createAvailability(code: ErrorCode, what: string): Availability {
  let down = false;
  return {
    begin: () => {
      down = true;
    },
    end: () => {
      down = false;
    },
    call: async (work) => {
      if (down) throw new DomainError(code, `${what} is away: a test took it.`);
      return work();
    },
  };
}
