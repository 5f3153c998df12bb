type Undo = () => Promise<void>;

/** What a run must take away again, also when it fails or is interrupted. */
export interface Cleanup {
  /** Registers what takes away what is about to be made. */
  later(undo: Undo): void;
  /** Latest first, each of them whatever becomes of the others; the second call waits for the first. */
  run(): Promise<void>;
}

export function createCleanup(): Cleanup {
  const undos: Undo[] = [];
  let running: Promise<void> | undefined;
  return {
    later: (undo) => void undos.push(undo),
    run: () => (running ??= undoAll(undos)),
  };
}

/** Ctrl-C takes everything away and ends with the shell's code for it; a second one ends at once. */
export function cleanUpOnSignals(cleanup: Cleanup): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      process.once(signal, () => process.exit(code));
      process.stderr.write('\nCleaning up…\n');
      void cleanup.run().finally(() => process.exit(code));
    });
  }
}

async function undoAll(undos: readonly Undo[]): Promise<void> {
  for (const undo of undos.toReversed()) {
    await undo().catch((error: unknown) => {
      process.stderr.write(`Left behind: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    });
  }
}
