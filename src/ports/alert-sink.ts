import type { Alert, AlertMessage, SinkAnswer, SinkName } from '#domain/alert.ts';

/** Something outside that is told of alerts. */
export interface AlertSink {
  /** Set for a sink that forgets: it is told again this often while an alert is open. */
  readonly repeatMilliseconds?: number;
  /**
   * Tells it once, within a deadline of its own. Throws for nothing that the other side does; the answer holds no address. The
   * receiver can tell a repeat from a new message.
   */
  post(posting: AlertPosting): Promise<SinkAnswer>;
}

export interface AlertPosting {
  readonly alert: Alert;
  readonly message: AlertMessage;
  /** Name of this Showrunner. */
  readonly instance: string;
  readonly address: string;
  /** Reads the secret that signs what is sent. Errors: those of the secret store. */
  readonly secret: () => Promise<string>;
}

export type AlertSinks = { readonly [Sink in SinkName]: AlertSink };
