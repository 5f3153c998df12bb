import { randomBytes, randomUUID } from 'node:crypto';
import { flagOf, type JsonObject, numberOf, objectOf, objectsOf, textOf, textsOf } from '../shared/json.ts';
import { openState, type State } from '../shared/state.ts';

export interface User {
  readonly id: string;
  readonly name: string;
  readonly passwordHash: string;
}

export interface ApiKey {
  readonly id: number;
  readonly app: string;
  readonly token: string;
  readonly created: string;
}

export interface Session {
  readonly token: string;
  readonly client: string;
  readonly device: string;
  readonly deviceId: string;
  readonly version: string;
}

export interface Library {
  readonly name: string;
  readonly itemId: string;
  readonly collectionType: string;
  readonly locations: readonly string[];
  readonly options: JsonObject;
}

/** What the server was told. It knows one user, the administrator that the wizard makes. */
export interface JellyfinState {
  readonly serverId: string;
  wizardCompleted: boolean;
  user: User | undefined;
  nextKeyId: number;
  keys: ApiKey[];
  sessions: Session[];
  libraries: Library[];
  configuration: JsonObject;
}

export function openJellyfinState(file: string): State<JellyfinState> {
  return openState(file, (stored) => {
    const root = objectOf(stored);
    return {
      serverId: textOf(root.serverId, randomBytes(16).toString('hex')),
      wizardCompleted: flagOf(root.wizardCompleted),
      user: root.user === undefined ? undefined : userOf(objectOf(root.user)),
      nextKeyId: numberOf(root.nextKeyId, 1),
      keys: objectsOf(root.keys).map(keyOf),
      sessions: objectsOf(root.sessions).map(sessionOf),
      libraries: objectsOf(root.libraries).map(libraryOf),
      configuration: objectOf(root.configuration),
    };
  });
}

export function newId(): string {
  return randomUUID().replaceAll('-', '');
}

function userOf(item: JsonObject): User {
  return { id: textOf(item.id), name: textOf(item.name), passwordHash: textOf(item.passwordHash) };
}

function keyOf(item: JsonObject): ApiKey {
  return {
    id: numberOf(item.id),
    app: textOf(item.app),
    token: textOf(item.token),
    created: textOf(item.created),
  };
}

function sessionOf(item: JsonObject): Session {
  return {
    token: textOf(item.token),
    client: textOf(item.client),
    device: textOf(item.device),
    deviceId: textOf(item.deviceId),
    version: textOf(item.version),
  };
}

function libraryOf(item: JsonObject): Library {
  return {
    name: textOf(item.name),
    itemId: textOf(item.itemId),
    collectionType: textOf(item.collectionType),
    locations: textsOf(item.locations),
    options: objectOf(item.options),
  };
}
