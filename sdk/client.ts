import {
  type EventMessage,
  type FollowOptions,
  followEvents,
  followTask,
  type TaskMessage,
} from './events.ts';
import type {
  GivenSettings,
  HostChange,
  InstallRequest,
  InvitationRequest,
  MaintenanceRequest,
  operations,
  RecipientKey,
  TaskRequest,
  UpdateRequest,
} from './generated/schema.ts';
import { type LogOptions, readLogs } from './logs.ts';
import { bodyOf, type ClientOptions, createHttp } from './transport.ts';

type Query<Name extends keyof operations> = NonNullable<operations[Name]['parameters']['query']>;

export interface OpenOptions {
  /** A request that is sent again with the same key gets the task of the first. */
  readonly idempotencyKey?: string;
}

/** The API, by resource. Every failure is an `ApiError`. */
export type ShowrunnerClient = ReturnType<typeof createClient>;

export function createClient(options: ClientOptions) {
  const http = createHttp(options);
  return {
    services: serviceCalls(options, http),
    tasks: {
      list: (query: Query<'listTasks'> = {}) => bodyOf(http.GET('/tasks', { params: { query } })),
      get: (id: string) => bodyOf(http.GET('/tasks/{id}', { params: { path: { id } } })),
      create: (body: TaskRequest, open: OpenOptions = {}) =>
        bodyOf(http.POST('/tasks', { body, params: { header: keyHeader(open) } })),
      cancel: (id: string) => bodyOf(http.DELETE('/tasks/{id}', { params: { path: { id } } })),
      /** A snapshot, then every event, until the task is closed. Reconnects by itself. */
      follow: (id: string, follow: FollowOptions = {}): AsyncGenerator<TaskMessage, void> =>
        followTask(options, id, follow),
    },
    plans: {
      create: (body: TaskRequest) => bodyOf(http.POST('/plans', { body })),
    },
    catalog: {
      list: () => bodyOf(http.GET('/catalog')),
      get: (id: string) => bodyOf(http.GET('/catalog/{id}', { params: { path: { id } } })),
    },
    events: {
      list: (query: Query<'listEvents'> = {}) => bodyOf(http.GET('/events', { params: { query } })),
      /** Every event from here on, or after a position. Reconnects by itself, until the signal. */
      follow: (
        follow: FollowOptions & Omit<Query<'streamEvents'>, 'after'> = {},
      ): AsyncGenerator<EventMessage, void> => followEvents(options, follow),
    },
    hosts: hostCalls(http),
    health: {
      get: () => bodyOf(http.GET('/health')),
      services: () => bodyOf(http.GET('/health/services')),
      /** What requires what, and what is to blame for what is not well. */
      dependencies: () => bodyOf(http.GET('/health/dependencies')),
    },
    alerts: {
      list: (query: Query<'listAlerts'> = {}) => bodyOf(http.GET('/alerts', { params: { query } })),
    },
    metrics: {
      /** What every service uses now. */
      list: () => bodyOf(http.GET('/metrics')),
    },
    maintenance: {
      list: () => bodyOf(http.GET('/maintenance')),
      open: (body: MaintenanceRequest) => bodyOf(http.POST('/maintenance', { body })),
      end: (id: string) => bodyOf(http.DELETE('/maintenance/{id}', { params: { path: { id } } })),
    },
    config: {
      get: () => bodyOf(http.GET('/config')),
      /** With the revision that was read, a change by someone else meanwhile is `revision-mismatch`. */
      update: (settings: GivenSettings, revision?: number) =>
        bodyOf(
          http.PUT('/config', {
            body: { settings },
            params: { header: revision === undefined ? {} : { 'if-match': `"${revision}"` } },
          }),
        ),
      validate: (settings: GivenSettings) => bodyOf(http.POST('/config/validate', { body: { settings } })),
    },
    instance: {
      get: () => bodyOf(http.GET('/instance')),
    },
  };
}

function hostCalls(http: ReturnType<typeof createHttp>) {
  const at = (id: string) => ({ params: { path: { id } } });
  return {
    list: () => bodyOf(http.GET('/hosts')),
    get: (id: string) => bodyOf(http.GET('/hosts/{id}', at(id))),
    /** The token is in this answer alone. */
    invite: (body: InvitationRequest) => bodyOf(http.POST('/hosts/invitations', { body })),
    drain: (id: string) => bodyOf(http.POST('/hosts/{id}/drain', at(id))),
    open: (id: string) => bodyOf(http.POST('/hosts/{id}/open', at(id))),
    /** Merged in; null takes a label away. */
    label: (id: string, labels: HostChange['labels']) =>
      bodyOf(http.PATCH('/hosts/{id}', { ...at(id), body: { labels } })),
    remove: (id: string) => bodyOf(http.DELETE('/hosts/{id}', at(id))),
    reconcile: (id: string) => bodyOf(http.POST('/hosts/{id}/reconcile', at(id))),
  };
}

function serviceCalls(options: ClientOptions, http: ReturnType<typeof createHttp>) {
  return {
    list: (query: Query<'listServices'> = {}) => bodyOf(http.GET('/services', { params: { query } })),
    get: (id: string) => bodyOf(http.GET('/services/{id}', { params: { path: { id } } })),
    status: (id: string) => bodyOf(http.GET('/services/{id}/status', { params: { path: { id } } })),
    /** What happened to it and why, in sentences, oldest first. */
    history: (id: string, query: Query<'getServiceHistory'> = {}) =>
      bodyOf(http.GET('/services/{id}/history', { params: { path: { id }, query } })),
    install: (body: InstallRequest, open: OpenOptions = {}) =>
      bodyOf(http.POST('/services', { body, params: { header: keyHeader(open) } })),
    uninstall: (id: string, { purge, ...open }: OpenOptions & { readonly purge?: boolean } = {}) =>
      bodyOf(
        http.DELETE('/services/{id}', {
          params: { path: { id }, query: purge === undefined ? {} : { purge }, header: keyHeader(open) },
        }),
      ),
    start: (id: string, open: OpenOptions = {}) =>
      bodyOf(http.POST('/services/{id}/start', { params: { path: { id }, header: keyHeader(open) } })),
    /** With the `etag` that was read, a change by someone else meanwhile is `revision-mismatch`. */
    reconfigure: (
      id: string,
      settings: GivenSettings,
      { etag, ...open }: OpenOptions & { readonly etag?: string } = {},
    ) =>
      bodyOf(
        http.PUT('/services/{id}', {
          body: { settings },
          params: {
            path: { id },
            header: {
              ...keyHeader(open),
              ...(etag === undefined ? {} : { 'if-match': `"${etag}"` }),
            },
          },
        }),
      ),
    update: (id: string, { idempotencyKey, ...body }: OpenOptions & UpdateRequest = {}) =>
      bodyOf(
        http.POST('/services/{id}/update', {
          body,
          params: {
            path: { id },
            header: keyHeader(idempotencyKey === undefined ? {} : { idempotencyKey }),
          },
        }),
      ),
    /** With `cascade` what requires the service is stopped first. */
    stop: (id: string, { cascade, ...open }: OpenOptions & { readonly cascade?: boolean } = {}) =>
      bodyOf(
        http.POST('/services/{id}/stop', {
          params: {
            path: { id },
            query: cascade === undefined ? {} : { cascade },
            header: keyHeader(open),
          },
        }),
      ),
    restart: (id: string, open: OpenOptions = {}) =>
      bodyOf(http.POST('/services/{id}/restart', { params: { path: { id }, header: keyHeader(open) } })),
    /** A compact JWE of `{user?, password?, apiKey?}` that only the recipient's key opens. */
    credentials: (id: string, recipient: RecipientKey) =>
      bodyOf(http.POST('/services/{id}/credentials', { body: { recipient }, params: { path: { id } } })),
    /** What its components use: now and over the last hour. */
    metrics: (id: string) => bodyOf(http.GET('/services/{id}/metrics', { params: { path: { id } } })),
    /** Oldest first; with `follow` until the signal. */
    logs: (id: string, logs: LogOptions = {}) => readLogs(options, id, logs),
  };
}

function keyHeader({ idempotencyKey }: OpenOptions) {
  return idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
}
