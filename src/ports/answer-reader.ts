/** Reads what an application answers to a question about itself. */
export interface AnswerReader {
  /**
   * What the JSON of an answer 200 says, undefined for any other answer and for none in time; it never fails because of the
   * application. Error: `engine-unreachable`, `engine-timeout`.
   */
  read(question: AppQuestion, timeoutSeconds: number): Promise<unknown>;
}

export interface AppQuestion {
  /** Engine name of the container whose address serves the port. */
  readonly container: string;
  readonly port: number;
  readonly path: string;
  /** May hold secrets: never to be logged. */
  readonly headers: Readonly<Record<string, string>>;
}
