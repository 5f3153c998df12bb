import { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import type { ArrClient } from './client.ts';
import { type Entry, entryShape } from './entry.ts';

export type EntryResource = 'downloadclient' | 'notification' | 'applications';

/** The calls that every provider resource of every application of the family has, alike. */
export interface Entries {
  list(): Promise<readonly Entry[]>;
  /** An empty entry of this implementation, with every field that the version has, at its default. */
  template(implementation: string): Promise<Entry>;
  /** The application tests the connection first and refuses to save what fails. */
  create(entry: Entry, secrets: readonly string[]): Promise<void>;
  /** Saved, and tested first, only where something differs. */
  update(entry: Entry, secrets: readonly string[]): Promise<void>;
  remove(entry: Entry): Promise<void>;
  /** The application's own test of what it has stored: its words where it fails. A masked secret stands for the stored one. */
  test(entry: Entry, secrets: readonly string[]): Promise<string | undefined>;
}

export function entriesOf(client: ArrClient, resource: EntryResource): Entries {
  const path = `/${resource}`;
  return {
    list: () => client.get(path, z.array(entryShape)),
    async template(implementation) {
      const templates = await client.get(`${path}/schema`, z.array(entryShape));
      const template = templates.find((one) => one.implementation === implementation);
      if (template !== undefined) return template;
      const what = `${client.title} ${client.version}`;
      throw new DomainError('link-refused', `${what} does not know ${implementation} as ${resource}.`);
    },
    async create(entry, secrets) {
      await client.change({ method: 'POST', path, json: entry }, secrets);
    },
    async update(entry, secrets) {
      await client.change({ method: 'PUT', path: `${path}/${entry.id}`, json: entry }, secrets);
    },
    async remove(entry) {
      await client.change({ method: 'DELETE', path: `${path}/${entry.id}` });
    },
    test: (entry, secrets) =>
      client.refusalOf({ method: 'POST', path: `${path}/test`, json: entry }, secrets),
  };
}
