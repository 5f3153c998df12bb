export { createClient, type OpenOptions, type ShowrunnerClient } from './client.ts';
export { ApiError, isApiError } from './errors.ts';
export type { EventMessage, FollowOptions, TaskMessage } from './events.ts';
export type * from './generated/schema.ts';
export type { LogOptions } from './logs.ts';
export type { ClientOptions } from './transport.ts';
