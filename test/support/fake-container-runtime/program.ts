import type { ContainerDetail } from '#ports/container-runtime.ts';

/** How a fake container behaves. What is not said is the plain case: it runs until it is stopped, and ends with 0. */
export interface FakeProgram {
  /** Ends by itself as soon as it has started. */
  readonly exits?: number;
  /** Outlives the stop signal, so that it is killed. */
  readonly deaf?: boolean;
  readonly stopCode?: number;
  /** Written at every start. */
  readonly writes?: readonly { readonly stream: 'stdout' | 'stderr'; readonly text: string }[];
  /** Of the image's HEALTHCHECK after a start. */
  readonly health?: NonNullable<ContainerDetail['health']>;
  /** Answers a command; `never` outlasts every timeout. Without it, or undefined, the command is unplanned and throws. */
  readonly exec?: (command: readonly string[]) => FakeExecution | 'never' | undefined;
}

export interface FakeExecution {
  readonly exitCode: number;
  readonly output: string;
}
