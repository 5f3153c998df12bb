import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Interrupted } from '../interrupts.ts';

/** Questions to the person at the terminal. Ctrl-C and Ctrl-D answer with `Interrupted`. */
export interface Prompts {
  /** No, unless the answer is a yes. */
  confirm(question: string): Promise<boolean>;
  ask(question: string): Promise<string>;
  /** Without showing what is typed. */
  askSecret(question: string): Promise<string>;
}

export function createPrompts(): Prompts {
  return {
    confirm: async (question) => /^y(es)?$/i.test(await readAnswer(`${question} [y/N] `, true)),
    ask: (question) => readAnswer(`${question}: `, true),
    askSecret: (question) => readAnswer(`${question} (not shown): `, false),
  };
}

async function readAnswer(question: string, shown: boolean): Promise<string> {
  // readline puts the terminal into raw mode and writes what is typed itself: into nothing, for a secret.
  const output = shown ? process.stdout : new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  reader.once('line', resolve);
  reader.once('SIGINT', () => reject(new Interrupted()));
  reader.once('close', () => reject(new Interrupted()));
  reader.setPrompt(question);
  if (shown) reader.prompt();
  else process.stdout.write(question);
  try {
    return (await promise).trim();
  } finally {
    reader.close();
    if (!shown) process.stdout.write('\n');
  }
}
