/** A setting elsewhere without which a link has no effect. */
export interface Companion {
  readonly key: string;
  readonly value: unknown;
  read(): Promise<unknown>;
  write(): Promise<void>;
}
