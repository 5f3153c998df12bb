// Generated from api/graphql/schema.graphql by scripts/generate-graphql.ts. Do not edit.
import type { ServiceStatus } from '../models.ts';
import type { HealthStatus } from '../models.ts';
import type { SystemStatus } from '../models.ts';
import type { TaskStatus } from '../models.ts';
import type { AlertState } from '../models.ts';
import type { AlertSeverity } from '../models.ts';
import type { Operation } from '../models.ts';
import type { ServiceAction } from '../models.ts';
import type { LogStream } from '../models.ts';
import type { HostKind } from '../models.ts';
import type { HostScheduling } from '../models.ts';
import type { HostState } from '../models.ts';
import type { LogLevel } from '../models.ts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ServiceView, TaskModel, SystemHealthModel, ServiceCountsModel, AlertView, HostView } from '../models.ts';
import type { GraphContext } from '../context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type EnumResolverSignature<T, AllowedValues = any> = { [key in keyof T]?: AllowedValues };
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** RFC 3339 time. */
  DateTime: { input: string; output: string; }
  /** Any JSON value. */
  JSON: { input: unknown; output: unknown; }
};

export type { ServiceStatus };

export type { HealthStatus };

export type { TaskStatus };

export type { Operation };

export type { LogStream };

export type { LogLevel };

export type Service = {
  readonly __typename?: 'Service';
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
  readonly version: Scalars['String']['output'];
  readonly status: ServiceStatus;
  readonly health: HealthStatus;
  readonly config: ServiceConfig;
  /** What it requires. */
  readonly dependencies: ReadonlyArray<Service>;
  /** What requires it. */
  readonly dependents: ReadonlyArray<Service>;
  /**
   * The newest lines, oldest first; at most 1000. With `level` those of them that are of that level or worse, each with the indented
   * lines that follow it; without it also those whose level cannot be told.
   */
  readonly logs: ReadonlyArray<LogEntry>;
  /** What it uses, from its host's worker. */
  readonly metrics: ServiceMetrics;
  readonly category: Scalars['String']['output'];
  readonly host: Scalars['String']['output'];
  /** Why it is on that host and not elsewhere; empty where nothing was to choose. */
  readonly placement: ReadonlyArray<Scalars['String']['output']>;
  /** Time of the last change of status. */
  readonly since: Scalars['DateTime']['output'];
  /** Address of its web page. */
  readonly web?: Maybe<Scalars['String']['output']>;
  /** Of its settings and version; it moves with these alone. For `updateService`. */
  readonly etag: Scalars['String']['output'];
  /** The task that is at work on it, or was last. */
  readonly task?: Maybe<Task>;
};


export type ServiceLogsArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  since?: InputMaybe<Scalars['DateTime']['input']>;
  level?: InputMaybe<LogLevel>;
};

export type ServiceConfig = {
  readonly __typename?: 'ServiceConfig';
  /** Plain settings by name. */
  readonly settings: Scalars['JSON']['output'];
  /** Names of the secret ones; their values are never shown. */
  readonly secretSettings: ReadonlyArray<Scalars['String']['output']>;
  readonly ports: ReadonlyArray<PublishedPort>;
};

export type PublishedPort = {
  readonly __typename?: 'PublishedPort';
  readonly container: Scalars['Int']['output'];
  readonly protocol: Scalars['String']['output'];
  readonly host: Scalars['Int']['output'];
};

export type ServiceMetrics = {
  readonly __typename?: 'ServiceMetrics';
  /** Why nothing is known; then there are no components. */
  readonly unreachable?: Maybe<Scalars['String']['output']>;
  readonly components: ReadonlyArray<ComponentMetrics>;
};

export type ComponentMetrics = {
  readonly __typename?: 'ComponentMetrics';
  readonly component: Scalars['String']['output'];
  /** At most some seconds old; null while it does not run. */
  readonly now?: Maybe<UsagePoint>;
  /** A point a minute, 60 at most, oldest first. */
  readonly lastHour: ReadonlyArray<UsagePoint>;
};

/** Null where nothing is counted. Network and disk are totals since the container's start. */
export type UsagePoint = {
  readonly __typename?: 'UsagePoint';
  readonly at: Scalars['DateTime']['output'];
  readonly cpuCores?: Maybe<Scalars['Float']['output']>;
  readonly memoryBytes: Scalars['Float']['output'];
  readonly memoryLimitBytes?: Maybe<Scalars['Float']['output']>;
  readonly networkReceivedBytes?: Maybe<Scalars['Float']['output']>;
  readonly networkSentBytes?: Maybe<Scalars['Float']['output']>;
  readonly diskReadBytes?: Maybe<Scalars['Float']['output']>;
  readonly diskWrittenBytes?: Maybe<Scalars['Float']['output']>;
  readonly restarts: Scalars['Int']['output'];
};

export type LogEntry = {
  readonly __typename?: 'LogEntry';
  readonly time: Scalars['DateTime']['output'];
  readonly stream: LogStream;
  readonly text: Scalars['String']['output'];
  /** Where the line's shape tells it. */
  readonly level?: Maybe<LogLevel>;
};

export type Task = {
  readonly __typename?: 'Task';
  readonly id: Scalars['ID']['output'];
  readonly operation: Operation;
  readonly service?: Maybe<Service>;
  readonly status: TaskStatus;
  readonly startedAt: Scalars['DateTime']['output'];
  readonly closedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly requestedBy: Scalars['String']['output'];
  readonly correlationId: Scalars['String']['output'];
  readonly parent?: Maybe<Scalars['ID']['output']>;
  readonly phase?: Maybe<Scalars['String']['output']>;
  readonly waitingFor?: Maybe<Scalars['String']['output']>;
  readonly steps: ReadonlyArray<Step>;
  readonly error?: Maybe<TaskError>;
  readonly children: ReadonlyArray<Task>;
};

export type Step = {
  readonly __typename?: 'Step';
  readonly id: Scalars['ID']['output'];
  readonly type: Scalars['String']['output'];
  readonly phase: Scalars['String']['output'];
  readonly state: Scalars['String']['output'];
  readonly detail?: Maybe<Scalars['String']['output']>;
  readonly startedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly endedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly progress?: Maybe<ByteProgress>;
};

export type ByteProgress = {
  readonly __typename?: 'ByteProgress';
  readonly current: Scalars['Float']['output'];
  readonly total: Scalars['Float']['output'];
};

export type TaskError = {
  readonly __typename?: 'TaskError';
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
  readonly remedy: Scalars['String']['output'];
  readonly step?: Maybe<Scalars['String']['output']>;
};

export type ServiceFilter = {
  readonly status?: InputMaybe<ReadonlyArray<ServiceStatus>>;
  readonly health?: InputMaybe<ReadonlyArray<HealthStatus>>;
  readonly category?: InputMaybe<Scalars['String']['input']>;
  readonly host?: InputMaybe<Scalars['String']['input']>;
};

export type InstallServiceInput = {
  readonly service: Scalars['ID']['input'];
  /** The definition, where it has another name. */
  readonly definition?: InputMaybe<Scalars['ID']['input']>;
  /** Settings of services as `<service>.<setting>`, and of the instance. */
  readonly settings?: InputMaybe<Scalars['JSON']['input']>;
  /** Where it goes; chosen where none is named. */
  readonly host?: InputMaybe<Scalars['ID']['input']>;
  /** Only hosts that have all of these labels, as `{disk: "large"}`. */
  readonly labels?: InputMaybe<Scalars['JSON']['input']>;
  readonly approvedPlan?: InputMaybe<Scalars['String']['input']>;
  /** Sent again with the same key, the request gets the task of the first. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type CreateTaskInput = {
  /** INSTALL, UNINSTALL, START, STOP, RESTART, RECONFIGURE or UPDATE; all but INSTALL take one service. */
  readonly operation: Operation;
  readonly services: ReadonlyArray<Scalars['ID']['input']>;
  readonly settings?: InputMaybe<Scalars['JSON']['input']>;
  /** With INSTALL: where it goes; chosen where none is named. */
  readonly host?: InputMaybe<Scalars['ID']['input']>;
  /** With INSTALL: only hosts that have all of these labels, as `{disk: "large"}`. */
  readonly labels?: InputMaybe<Scalars['JSON']['input']>;
  /** With UNINSTALL: config folders, volumes and secrets go as well. Never the data. */
  readonly purge?: InputMaybe<Scalars['Boolean']['input']>;
  /** With STOP: what requires the service is stopped first. */
  readonly cascade?: InputMaybe<Scalars['Boolean']['input']>;
  /** With UPDATE: tag and digest of the image; by default what the catalog has. */
  readonly version?: InputMaybe<Scalars['String']['input']>;
  readonly digest?: InputMaybe<Scalars['String']['input']>;
  readonly approvedPlan?: InputMaybe<Scalars['String']['input']>;
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ServiceConfigInput = {
  readonly settings: Scalars['JSON']['input'];
  /** The service's `etag` that was looked at; one changed by someone else meanwhile is refused. */
  readonly etag?: InputMaybe<Scalars['String']['input']>;
};

export type { ServiceAction };

export type { SystemStatus };

export type SystemHealth = {
  readonly __typename?: 'SystemHealth';
  readonly status: SystemStatus;
  readonly controlPlane: ControlPlaneHealth;
  readonly services: ServiceCounts;
  /** Hosts on which nothing is known of any service that should run. */
  readonly hostsAway: ReadonlyArray<HostAway>;
  /** What is to blame for services that should run and are not well; empty while the database is away. */
  readonly rootCauses: ReadonlyArray<RootCause>;
};

export type HostAway = {
  readonly __typename?: 'HostAway';
  readonly host: Scalars['ID']['output'];
  readonly services: ReadonlyArray<Scalars['ID']['output']>;
};

export type ControlPlaneHealth = {
  readonly __typename?: 'ControlPlaneHealth';
  readonly api: PartHealth;
  readonly database: PartHealth;
  readonly temporal: PartHealth;
};

export type PartHealth = {
  readonly __typename?: 'PartHealth';
  readonly ok: Scalars['Boolean']['output'];
  readonly detail: Scalars['String']['output'];
};

export type ServiceCounts = {
  readonly __typename?: 'ServiceCounts';
  readonly total: Scalars['Int']['output'];
  readonly healthy: Scalars['Int']['output'];
  readonly unhealthy: Scalars['Int']['output'];
  readonly starting: Scalars['Int']['output'];
  readonly unknown: Scalars['Int']['output'];
};

export type RootCause = {
  readonly __typename?: 'RootCause';
  readonly service: Scalars['ID']['output'];
  readonly status: ServiceStatus;
  readonly health: HealthStatus;
  /** Since when status and health are so. */
  readonly since: Scalars['DateTime']['output'];
  /** In words, why; null where nothing is told. */
  readonly cause?: Maybe<Scalars['String']['output']>;
  /** Those that should run and are not well because of it. */
  readonly suffering: ReadonlyArray<Scalars['ID']['output']>;
};

export type { AlertState };

export type { AlertSeverity };

export type Alert = {
  readonly __typename?: 'Alert';
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
  readonly service: Scalars['ID']['output'];
  readonly severity: AlertSeverity;
  readonly state: AlertState;
  readonly summary: Scalars['String']['output'];
  readonly description: Scalars['String']['output'];
  readonly raisedAt: Scalars['DateTime']['output'];
  readonly resolvedAt?: Maybe<Scalars['DateTime']['output']>;
};

export type { HostKind };

export type { HostScheduling };

export type { HostState };

export type Host = {
  readonly __typename?: 'Host';
  readonly id: Scalars['ID']['output'];
  readonly kind: HostKind;
  /** IPv4 address at which other hosts reach its services. */
  readonly address: Scalars['String']['output'];
  /** What a person says of it, by key. */
  readonly labels: Scalars['JSON']['output'];
  readonly scheduling: HostScheduling;
  /** Null until its worker has told it. */
  readonly capacity?: Maybe<HostCapacity>;
  readonly since: Scalars['DateTime']['output'];
  readonly state: HostState;
  readonly stateSince?: Maybe<Scalars['DateTime']['output']>;
  readonly stateCause?: Maybe<Scalars['String']['output']>;
  readonly serviceCount: Scalars['Int']['output'];
};

export type HostCapacity = {
  readonly __typename?: 'HostCapacity';
  readonly memoryBytes: Scalars['Float']['output'];
  readonly processors: Scalars['Float']['output'];
};

export type InviteHostInput = {
  readonly host: Scalars['ID']['input'];
  readonly labels?: InputMaybe<Scalars['JSON']['input']>;
  /** From 5 to 1440; 60 where nothing is said. */
  readonly expiresInMinutes?: InputMaybe<Scalars['Int']['input']>;
};

export type Invitation = {
  readonly __typename?: 'Invitation';
  readonly host: Scalars['ID']['output'];
  /** Shown this once; it is kept nowhere. */
  readonly token: Scalars['String']['output'];
  readonly expires: Scalars['DateTime']['output'];
  /** Where the host finds the gateway. */
  readonly address: Scalars['String']['output'];
};

export type Query = {
  readonly __typename?: 'Query';
  readonly systemHealth: SystemHealth;
  /** Newest first. */
  readonly alerts: ReadonlyArray<Alert>;
  readonly services: ReadonlyArray<Service>;
  readonly service?: Maybe<Service>;
  /** The newest; at most 100. */
  readonly tasks: ReadonlyArray<Task>;
  readonly task?: Maybe<Task>;
  readonly hosts: ReadonlyArray<Host>;
  readonly host?: Maybe<Host>;
};


export type QueryAlertsArgs = {
  state?: InputMaybe<AlertState>;
  limit?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryServicesArgs = {
  filter?: InputMaybe<ServiceFilter>;
};


export type QueryServiceArgs = {
  id: Scalars['ID']['input'];
};


export type QueryTasksArgs = {
  status?: InputMaybe<TaskStatus>;
  limit?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryTaskArgs = {
  id: Scalars['ID']['input'];
};


export type QueryHostArgs = {
  id: Scalars['ID']['input'];
};

/** Each returns once its record is written; the work goes on in a task. */
export type Mutation = {
  readonly __typename?: 'Mutation';
  readonly installService: Service;
  readonly uninstallService: Scalars['Boolean']['output'];
  /** Changes settings; those that are not named stay. */
  readonly updateService: Service;
  readonly controlService: Service;
  readonly createTask: Task;
  /** A token with which one host may join, once. */
  readonly inviteHost: Invitation;
  /** Nothing new is placed there; what is there stays. */
  readonly drainHost: Host;
  readonly openHost: Host;
  /** Refused while services are there. */
  readonly removeHost: Scalars['Boolean']['output'];
};


/** Each returns once its record is written; the work goes on in a task. */
export type MutationInstallServiceArgs = {
  input: InstallServiceInput;
};


/** Each returns once its record is written; the work goes on in a task. */
export type MutationUninstallServiceArgs = {
  id: Scalars['ID']['input'];
};


/** Each returns once its record is written; the work goes on in a task. */
export type MutationUpdateServiceArgs = {
  id: Scalars['ID']['input'];
  config: ServiceConfigInput;
};


/** Each returns once its record is written; the work goes on in a task. */
export type MutationControlServiceArgs = {
  id: Scalars['ID']['input'];
  action: ServiceAction;
};


/** Each returns once its record is written; the work goes on in a task. */
export type MutationCreateTaskArgs = {
  input: CreateTaskInput;
};


/** Each returns once its record is written; the work goes on in a task. */
export type MutationInviteHostArgs = {
  input: InviteHostInput;
};


/** Each returns once its record is written; the work goes on in a task. */
export type MutationDrainHostArgs = {
  id: Scalars['ID']['input'];
};


/** Each returns once its record is written; the work goes on in a task. */
export type MutationOpenHostArgs = {
  id: Scalars['ID']['input'];
};


/** Each returns once its record is written; the work goes on in a task. */
export type MutationRemoveHostArgs = {
  id: Scalars['ID']['input'];
};

export type Subscription = {
  readonly __typename?: 'Subscription';
  /** First as it is now, then whenever a service's change makes it another. The control plane's parts are looked at each time. */
  readonly systemHealthChanged: SystemHealth;
  /** A service whenever its status or health changes; with an id, first as it is now. */
  readonly serviceStatusChanged: Service;
  /** A task whenever it opens, is planned, fails a step or closes; with an id, first as it is now, and until it is closed. */
  readonly taskStatusChanged: Task;
};


export type SubscriptionServiceStatusChangedArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
};


export type SubscriptionTaskStatusChangedArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;





/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  ServiceStatus: ServiceStatus;
  HealthStatus: HealthStatus;
  TaskStatus: TaskStatus;
  Operation: Operation;
  LogStream: LogStream;
  LogLevel: LogLevel;
  Service: ResolverTypeWrapper<ServiceView>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  ServiceConfig: ResolverTypeWrapper<ServiceView>;
  PublishedPort: ResolverTypeWrapper<PublishedPort>;
  ServiceMetrics: ResolverTypeWrapper<ServiceMetrics>;
  ComponentMetrics: ResolverTypeWrapper<ComponentMetrics>;
  UsagePoint: ResolverTypeWrapper<UsagePoint>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  LogEntry: ResolverTypeWrapper<LogEntry>;
  Task: ResolverTypeWrapper<TaskModel>;
  Step: ResolverTypeWrapper<Step>;
  ByteProgress: ResolverTypeWrapper<ByteProgress>;
  TaskError: ResolverTypeWrapper<TaskError>;
  ServiceFilter: ServiceFilter;
  InstallServiceInput: InstallServiceInput;
  CreateTaskInput: CreateTaskInput;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  ServiceConfigInput: ServiceConfigInput;
  ServiceAction: ServiceAction;
  SystemStatus: SystemStatus;
  SystemHealth: ResolverTypeWrapper<SystemHealthModel>;
  HostAway: ResolverTypeWrapper<HostAway>;
  ControlPlaneHealth: ResolverTypeWrapper<ControlPlaneHealth>;
  PartHealth: ResolverTypeWrapper<PartHealth>;
  ServiceCounts: ResolverTypeWrapper<ServiceCountsModel>;
  RootCause: ResolverTypeWrapper<RootCause>;
  AlertState: AlertState;
  AlertSeverity: AlertSeverity;
  Alert: ResolverTypeWrapper<AlertView>;
  HostKind: HostKind;
  HostScheduling: HostScheduling;
  HostState: HostState;
  Host: ResolverTypeWrapper<HostView>;
  HostCapacity: ResolverTypeWrapper<HostCapacity>;
  InviteHostInput: InviteHostInput;
  Invitation: ResolverTypeWrapper<Invitation>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  JSON: Scalars['JSON']['output'];
  Service: ServiceView;
  ID: Scalars['ID']['output'];
  String: Scalars['String']['output'];
  Int: Scalars['Int']['output'];
  ServiceConfig: ServiceView;
  PublishedPort: PublishedPort;
  ServiceMetrics: ServiceMetrics;
  ComponentMetrics: ComponentMetrics;
  UsagePoint: UsagePoint;
  Float: Scalars['Float']['output'];
  LogEntry: LogEntry;
  Task: TaskModel;
  Step: Step;
  ByteProgress: ByteProgress;
  TaskError: TaskError;
  ServiceFilter: ServiceFilter;
  InstallServiceInput: InstallServiceInput;
  CreateTaskInput: CreateTaskInput;
  Boolean: Scalars['Boolean']['output'];
  ServiceConfigInput: ServiceConfigInput;
  SystemHealth: SystemHealthModel;
  HostAway: HostAway;
  ControlPlaneHealth: ControlPlaneHealth;
  PartHealth: PartHealth;
  ServiceCounts: ServiceCountsModel;
  RootCause: RootCause;
  Alert: AlertView;
  Host: HostView;
  HostCapacity: HostCapacity;
  InviteHostInput: InviteHostInput;
  Invitation: Invitation;
  Query: Record<PropertyKey, never>;
  Mutation: Record<PropertyKey, never>;
  Subscription: Record<PropertyKey, never>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type ServiceStatusResolvers = EnumResolverSignature<{ ABSENT?: any, INSTALLING?: any, RUNNING?: any, DEGRADED?: any, STOPPED?: any, STARTING?: any, STOPPING?: any, UPDATING?: any, RECOVERING?: any, UNINSTALLING?: any, FAILED?: any }, ResolversTypes['ServiceStatus']>;

export type HealthStatusResolvers = EnumResolverSignature<{ HEALTHY?: any, UNHEALTHY?: any, STARTING?: any, UNKNOWN?: any }, ResolversTypes['HealthStatus']>;

export type TaskStatusResolvers = EnumResolverSignature<{ QUEUED?: any, RUNNING?: any, WAITING?: any, CANCELLING?: any, SUCCEEDED?: any, FAILED?: any, CANCELLED?: any, TIMED_OUT?: any, TERMINATED?: any }, ResolversTypes['TaskStatus']>;

export type OperationResolvers = EnumResolverSignature<{ INSTALL?: any, UNINSTALL?: any, START?: any, STOP?: any, RESTART?: any, RECONFIGURE?: any, UPDATE?: any, RECOVER?: any, BATCH?: any, PREVIEW?: any }, ResolversTypes['Operation']>;

export type LogStreamResolvers = EnumResolverSignature<{ STDOUT?: any, STDERR?: any }, ResolversTypes['LogStream']>;

export type LogLevelResolvers = EnumResolverSignature<{ ERROR?: any, WARN?: any, INFO?: any, DEBUG?: any }, ResolversTypes['LogLevel']>;

export type ServiceResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Service'] = ResolversParentTypes['Service']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ServiceStatus'], ParentType, ContextType>;
  health?: Resolver<ResolversTypes['HealthStatus'], ParentType, ContextType>;
  config?: Resolver<ResolversTypes['ServiceConfig'], ParentType, ContextType>;
  dependencies?: Resolver<ReadonlyArray<ResolversTypes['Service']>, ParentType, ContextType>;
  dependents?: Resolver<ReadonlyArray<ResolversTypes['Service']>, ParentType, ContextType>;
  logs?: Resolver<ReadonlyArray<ResolversTypes['LogEntry']>, ParentType, ContextType, RequireFields<ServiceLogsArgs, 'limit'>>;
  metrics?: Resolver<ResolversTypes['ServiceMetrics'], ParentType, ContextType>;
  category?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  host?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  placement?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  web?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  etag?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  task?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType>;
};

export type ServiceConfigResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ServiceConfig'] = ResolversParentTypes['ServiceConfig']> = {
  settings?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  secretSettings?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  ports?: Resolver<ReadonlyArray<ResolversTypes['PublishedPort']>, ParentType, ContextType>;
};

export type PublishedPortResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['PublishedPort'] = ResolversParentTypes['PublishedPort']> = {
  container?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  protocol?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  host?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ServiceMetricsResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ServiceMetrics'] = ResolversParentTypes['ServiceMetrics']> = {
  unreachable?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  components?: Resolver<ReadonlyArray<ResolversTypes['ComponentMetrics']>, ParentType, ContextType>;
};

export type ComponentMetricsResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ComponentMetrics'] = ResolversParentTypes['ComponentMetrics']> = {
  component?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  now?: Resolver<Maybe<ResolversTypes['UsagePoint']>, ParentType, ContextType>;
  lastHour?: Resolver<ReadonlyArray<ResolversTypes['UsagePoint']>, ParentType, ContextType>;
};

export type UsagePointResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['UsagePoint'] = ResolversParentTypes['UsagePoint']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cpuCores?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  memoryBytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  memoryLimitBytes?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  networkReceivedBytes?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  networkSentBytes?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  diskReadBytes?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  diskWrittenBytes?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  restarts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type LogEntryResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['LogEntry'] = ResolversParentTypes['LogEntry']> = {
  time?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  stream?: Resolver<ResolversTypes['LogStream'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  level?: Resolver<Maybe<ResolversTypes['LogLevel']>, ParentType, ContextType>;
};

export type TaskResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Task'] = ResolversParentTypes['Task']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  operation?: Resolver<ResolversTypes['Operation'], ParentType, ContextType>;
  service?: Resolver<Maybe<ResolversTypes['Service']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TaskStatus'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  closedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  requestedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  correlationId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  parent?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  phase?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  waitingFor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  steps?: Resolver<ReadonlyArray<ResolversTypes['Step']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['TaskError']>, ParentType, ContextType>;
  children?: Resolver<ReadonlyArray<ResolversTypes['Task']>, ParentType, ContextType>;
};

export type StepResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Step'] = ResolversParentTypes['Step']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  phase?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  detail?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  progress?: Resolver<Maybe<ResolversTypes['ByteProgress']>, ParentType, ContextType>;
};

export type ByteProgressResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ByteProgress'] = ResolversParentTypes['ByteProgress']> = {
  current?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type TaskErrorResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['TaskError'] = ResolversParentTypes['TaskError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  remedy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  step?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ServiceActionResolvers = EnumResolverSignature<{ START?: any, STOP?: any, RESTART?: any }, ResolversTypes['ServiceAction']>;

export type SystemStatusResolvers = EnumResolverSignature<{ HEALTHY?: any, DEGRADED?: any, UNHEALTHY?: any }, ResolversTypes['SystemStatus']>;

export type SystemHealthResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SystemHealth'] = ResolversParentTypes['SystemHealth']> = {
  status?: Resolver<ResolversTypes['SystemStatus'], ParentType, ContextType>;
  controlPlane?: Resolver<ResolversTypes['ControlPlaneHealth'], ParentType, ContextType>;
  services?: Resolver<ResolversTypes['ServiceCounts'], ParentType, ContextType>;
  hostsAway?: Resolver<ReadonlyArray<ResolversTypes['HostAway']>, ParentType, ContextType>;
  rootCauses?: Resolver<ReadonlyArray<ResolversTypes['RootCause']>, ParentType, ContextType>;
};

export type HostAwayResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['HostAway'] = ResolversParentTypes['HostAway']> = {
  host?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  services?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type ControlPlaneHealthResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ControlPlaneHealth'] = ResolversParentTypes['ControlPlaneHealth']> = {
  api?: Resolver<ResolversTypes['PartHealth'], ParentType, ContextType>;
  database?: Resolver<ResolversTypes['PartHealth'], ParentType, ContextType>;
  temporal?: Resolver<ResolversTypes['PartHealth'], ParentType, ContextType>;
};

export type PartHealthResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['PartHealth'] = ResolversParentTypes['PartHealth']> = {
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  detail?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ServiceCountsResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ServiceCounts'] = ResolversParentTypes['ServiceCounts']> = {
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  healthy?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unhealthy?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  starting?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unknown?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RootCauseResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['RootCause'] = ResolversParentTypes['RootCause']> = {
  service?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ServiceStatus'], ParentType, ContextType>;
  health?: Resolver<ResolversTypes['HealthStatus'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cause?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  suffering?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type AlertStateResolvers = EnumResolverSignature<{ OPEN?: any, RESOLVED?: any }, ResolversTypes['AlertState']>;

export type AlertSeverityResolvers = EnumResolverSignature<{ CRITICAL?: any, WARNING?: any }, ResolversTypes['AlertSeverity']>;

export type AlertResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Alert'] = ResolversParentTypes['Alert']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  service?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  severity?: Resolver<ResolversTypes['AlertSeverity'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['AlertState'], ParentType, ContextType>;
  summary?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  raisedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  resolvedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type HostKindResolvers = EnumResolverSignature<{ LOCAL?: any, JOINED?: any }, ResolversTypes['HostKind']>;

export type HostSchedulingResolvers = EnumResolverSignature<{ OPEN?: any, DRAINING?: any }, ResolversTypes['HostScheduling']>;

export type HostStateResolvers = EnumResolverSignature<{ REACHABLE?: any, UNREACHABLE?: any, UNKNOWN?: any }, ResolversTypes['HostState']>;

export type HostResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Host'] = ResolversParentTypes['Host']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['HostKind'], ParentType, ContextType>;
  address?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  labels?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  scheduling?: Resolver<ResolversTypes['HostScheduling'], ParentType, ContextType>;
  capacity?: Resolver<Maybe<ResolversTypes['HostCapacity']>, ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['HostState'], ParentType, ContextType>;
  stateSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  stateCause?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  serviceCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type HostCapacityResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['HostCapacity'] = ResolversParentTypes['HostCapacity']> = {
  memoryBytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  processors?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type InvitationResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Invitation'] = ResolversParentTypes['Invitation']> = {
  host?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expires?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  address?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  systemHealth?: Resolver<ResolversTypes['SystemHealth'], ParentType, ContextType>;
  alerts?: Resolver<ReadonlyArray<ResolversTypes['Alert']>, ParentType, ContextType, RequireFields<QueryAlertsArgs, 'limit'>>;
  services?: Resolver<ReadonlyArray<ResolversTypes['Service']>, ParentType, ContextType, Partial<QueryServicesArgs>>;
  service?: Resolver<Maybe<ResolversTypes['Service']>, ParentType, ContextType, RequireFields<QueryServiceArgs, 'id'>>;
  tasks?: Resolver<ReadonlyArray<ResolversTypes['Task']>, ParentType, ContextType, RequireFields<QueryTasksArgs, 'limit'>>;
  task?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType, RequireFields<QueryTaskArgs, 'id'>>;
  hosts?: Resolver<ReadonlyArray<ResolversTypes['Host']>, ParentType, ContextType>;
  host?: Resolver<Maybe<ResolversTypes['Host']>, ParentType, ContextType, RequireFields<QueryHostArgs, 'id'>>;
};

export type MutationResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  installService?: Resolver<ResolversTypes['Service'], ParentType, ContextType, RequireFields<MutationInstallServiceArgs, 'input'>>;
  uninstallService?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationUninstallServiceArgs, 'id'>>;
  updateService?: Resolver<ResolversTypes['Service'], ParentType, ContextType, RequireFields<MutationUpdateServiceArgs, 'id' | 'config'>>;
  controlService?: Resolver<ResolversTypes['Service'], ParentType, ContextType, RequireFields<MutationControlServiceArgs, 'id' | 'action'>>;
  createTask?: Resolver<ResolversTypes['Task'], ParentType, ContextType, RequireFields<MutationCreateTaskArgs, 'input'>>;
  inviteHost?: Resolver<ResolversTypes['Invitation'], ParentType, ContextType, RequireFields<MutationInviteHostArgs, 'input'>>;
  drainHost?: Resolver<ResolversTypes['Host'], ParentType, ContextType, RequireFields<MutationDrainHostArgs, 'id'>>;
  openHost?: Resolver<ResolversTypes['Host'], ParentType, ContextType, RequireFields<MutationOpenHostArgs, 'id'>>;
  removeHost?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationRemoveHostArgs, 'id'>>;
};

export type SubscriptionResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  systemHealthChanged?: SubscriptionResolver<ResolversTypes['SystemHealth'], "systemHealthChanged", ParentType, ContextType>;
  serviceStatusChanged?: SubscriptionResolver<ResolversTypes['Service'], "serviceStatusChanged", ParentType, ContextType, Partial<SubscriptionServiceStatusChangedArgs>>;
  taskStatusChanged?: SubscriptionResolver<ResolversTypes['Task'], "taskStatusChanged", ParentType, ContextType, Partial<SubscriptionTaskStatusChangedArgs>>;
};

export type Resolvers<ContextType = GraphContext> = {
  DateTime?: GraphQLScalarType;
  JSON?: GraphQLScalarType;
  ServiceStatus?: ServiceStatusResolvers;
  HealthStatus?: HealthStatusResolvers;
  TaskStatus?: TaskStatusResolvers;
  Operation?: OperationResolvers;
  LogStream?: LogStreamResolvers;
  LogLevel?: LogLevelResolvers;
  Service?: ServiceResolvers<ContextType>;
  ServiceConfig?: ServiceConfigResolvers<ContextType>;
  PublishedPort?: PublishedPortResolvers<ContextType>;
  ServiceMetrics?: ServiceMetricsResolvers<ContextType>;
  ComponentMetrics?: ComponentMetricsResolvers<ContextType>;
  UsagePoint?: UsagePointResolvers<ContextType>;
  LogEntry?: LogEntryResolvers<ContextType>;
  Task?: TaskResolvers<ContextType>;
  Step?: StepResolvers<ContextType>;
  ByteProgress?: ByteProgressResolvers<ContextType>;
  TaskError?: TaskErrorResolvers<ContextType>;
  ServiceAction?: ServiceActionResolvers;
  SystemStatus?: SystemStatusResolvers;
  SystemHealth?: SystemHealthResolvers<ContextType>;
  HostAway?: HostAwayResolvers<ContextType>;
  ControlPlaneHealth?: ControlPlaneHealthResolvers<ContextType>;
  PartHealth?: PartHealthResolvers<ContextType>;
  ServiceCounts?: ServiceCountsResolvers<ContextType>;
  RootCause?: RootCauseResolvers<ContextType>;
  AlertState?: AlertStateResolvers;
  AlertSeverity?: AlertSeverityResolvers;
  Alert?: AlertResolvers<ContextType>;
  HostKind?: HostKindResolvers;
  HostScheduling?: HostSchedulingResolvers;
  HostState?: HostStateResolvers;
  Host?: HostResolvers<ContextType>;
  HostCapacity?: HostCapacityResolvers<ContextType>;
  Invitation?: InvitationResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
};

