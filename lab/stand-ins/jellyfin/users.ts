import { randomBytes } from 'node:crypto';
import { empty, json, type Reply, type Request, type Route } from '../shared/http.ts';
import { objectOf, textOf } from '../shared/json.ts';
import { isPassword } from '../shared/password.ts';
import { clientOf, type JellyfinAccess } from './auth.ts';
import type { JellyfinContext } from './context.ts';
import type { JellyfinState, Session, User } from './state.ts';

/** Logins, and the keys that programs use. */
export function userRoutes(context: JellyfinContext): Route<JellyfinAccess>[] {
  return [
    {
      method: 'POST',
      path: '/Users/AuthenticateByName',
      access: 'open',
      handle: (request) => logIn(context, request),
    },
    {
      method: 'GET',
      path: '/Auth/Keys',
      access: 'elevated',
      handle: () => json(keysOf(context.state.value)),
    },
    { method: 'POST', path: '/Auth/Keys', access: 'elevated', handle: (request) => addKey(context, request) },
    {
      method: 'DELETE',
      path: '/Auth/Keys/{key}',
      access: 'elevated',
      handle: (request) => revoke(context, request),
    },
  ];
}

const keptSessions = 20;

function logIn(context: JellyfinContext, request: Request): Reply {
  const client = clientOf(context, request);
  const required = [client.Client, client.Device, client.DeviceId, client.Version];
  if (required.some((part) => part === undefined || part === ''))
    return json('Error processing request.', 400);
  const body = objectOf(request.body);
  const { user } = context.state.value;
  const isUser = user !== undefined && user.name.toLowerCase() === textOf(body.Username).toLowerCase();
  if (!isUser || !isPassword(textOf(body.Pw), user.passwordHash)) return empty(401);
  const session: Session = {
    token: randomBytes(16).toString('hex'),
    client: client.Client ?? '',
    device: client.Device ?? '',
    deviceId: client.DeviceId ?? '',
    version: client.Version ?? '',
  };
  const state = context.state.value;
  state.sessions = [...state.sessions, session].slice(-keptSessions);
  context.state.save();
  return json({
    User: userDto(user, state),
    SessionInfo: sessionDto(user, session, state),
    AccessToken: session.token,
    ServerId: state.serverId,
  });
}

function keysOf(state: JellyfinState) {
  const items = state.keys.map((key) => ({
    Id: key.id,
    AccessToken: key.token,
    AppName: key.app,
    IsActive: true,
    DateCreated: key.created,
    DateLastActivity: key.created,
  }));
  return { Items: items, TotalRecordCount: items.length, StartIndex: 0 };
}

/** The same name twice makes two keys: whoever wants one must look first. */
function addKey(context: JellyfinContext, request: Request): Reply {
  const app = request.query.get('app');
  if (app === null || app === '') return json({ title: 'The app field is required.', status: 400 }, 400);
  const state = context.state.value;
  const token = randomBytes(16).toString('hex');
  state.keys = [...state.keys, { id: state.nextKeyId, app, token, created: new Date().toISOString() }];
  state.nextKeyId += 1;
  context.state.save();
  return empty(204);
}

function revoke(context: JellyfinContext, request: Request): Reply {
  const state = context.state.value;
  state.keys = state.keys.filter((key) => key.token !== request.params.key);
  context.state.save();
  return empty(204);
}

function userDto(user: User, state: JellyfinState) {
  const provider = (kind: string) => `Jellyfin.Server.Implementations.Users.${kind}`;
  return {
    Name: user.name,
    ServerId: state.serverId,
    Id: user.id,
    HasPassword: true,
    HasConfiguredPassword: true,
    HasConfiguredEasyPassword: false,
    EnableAutoLogin: false,
    Policy: {
      IsAdministrator: true,
      IsHidden: true,
      IsDisabled: false,
      EnableRemoteAccess: true,
      EnableAllFolders: true,
      AuthenticationProviderId: provider('DefaultAuthenticationProvider'),
      PasswordResetProviderId: provider('DefaultPasswordResetProvider'),
    },
  };
}

function sessionDto(user: User, session: Session, state: JellyfinState) {
  return {
    Id: session.token,
    UserId: user.id,
    UserName: user.name,
    Client: session.client,
    DeviceName: session.device,
    DeviceId: session.deviceId,
    ApplicationVersion: session.version,
    IsActive: true,
    ServerId: state.serverId,
  };
}
