import proto from '@temporalio/proto';
import { hostPullQueue, hostQueue, hostWatchQueue } from '#contracts/queues.ts';
import type { HostId } from '#domain/ids.ts';
import { largestMessage, largestSmallMessage } from './frame.ts';
import { refusal } from './status.ts';
import type { TaskTokens } from './task-tokens.ts';

const api = proto.temporal.api.workflowservice.v1;

/** Who calls, and what the call is held against. */
export interface Caller {
  readonly host: HostId;
  readonly namespace: string;
  readonly tokens: TaskTokens;
}

/** One call that a host may make. */
export interface Rule {
  /** Longest that it may take, in milliseconds. */
  readonly deadline: number;
  /** Of its message, in bytes, also when it is unpacked. */
  readonly largest: number;
  /** The message to be sent on. Throws a refusal, or whatever the decoder throws. */
  readonly check: (message: Uint8Array, caller: Caller) => Uint8Array;
  /** What the host is given of the answer; all of it where nothing is said. */
  readonly answer?: (message: Uint8Array, caller: Caller) => Uint8Array;
}

const normalQueue = proto.temporal.api.enums.v1.TaskQueueKind.TASK_QUEUE_KIND_NORMAL;
const brief = 30_000;
/** A worker's poll is answered within 60 s and given up by it after 70. */
const poll = 75_000;
const service = '/temporal.api.workflowservice.v1.WorkflowService';

/**
 * Everything that a worker without workflows asks of Temporal (SDK 1.24). What is sent on is what was read and checked, written anew:
 * a second reading of the host's own bytes, by another decoder, could find other fields in them.
 */
export const rules: Readonly<Record<string, Rule>> = {
  [`${service}/GetSystemInfo`]: {
    deadline: brief,
    largest: largestSmallMessage,
    check: (message) => api.GetSystemInfoRequest.encode(api.GetSystemInfoRequest.decode(message)).finish(),
  },
  [`${service}/DescribeNamespace`]: {
    deadline: brief,
    largest: largestSmallMessage,
    check: (message, caller) => {
      const request = api.DescribeNamespaceRequest.decode(message);
      inNamespace(request.namespace, caller);
      return api.DescribeNamespaceRequest.encode({ namespace: request.namespace }).finish();
    },
  },
  [`${service}/PollActivityTaskQueue`]: {
    deadline: poll,
    largest: largestSmallMessage,
    check: (message, caller) => {
      const request = api.PollActivityTaskQueueRequest.decode(message);
      inNamespace(request.namespace, caller);
      const name = request.taskQueue?.name ?? '';
      onQueue(name, caller);
      // Control queues, sticky queues and deployments are not used here, and would be whatever the host names.
      return api.PollActivityTaskQueueRequest.encode({
        ...request,
        taskQueue: { name, kind: normalQueue },
        workerControlTaskQueue: '',
        workerVersionCapabilities: null,
        deploymentOptions: null,
      }).finish();
    },
    answer: (message, { host, tokens }) => {
      const task = api.PollActivityTaskQueueResponse.decode(message);
      if (task.taskToken.length === 0) return message;
      return api.PollActivityTaskQueueResponse.encode({
        ...task,
        taskToken: tokens.seal(host, task.taskToken),
      }).finish();
    },
  },
  [`${service}/RecordActivityTaskHeartbeat`]: forTask(
    api.RecordActivityTaskHeartbeatRequest,
    largestSmallMessage,
  ),
  [`${service}/RespondActivityTaskCompleted`]: forTask(
    api.RespondActivityTaskCompletedRequest,
    largestMessage,
  ),
  [`${service}/RespondActivityTaskFailed`]: forTask(api.RespondActivityTaskFailedRequest, largestMessage),
  [`${service}/RespondActivityTaskCanceled`]: forTask(api.RespondActivityTaskCanceledRequest, largestMessage),
  [`${service}/RecordWorkerHeartbeat`]: {
    deadline: brief,
    largest: largestSmallMessage,
    check: (message, caller) => {
      const request = api.RecordWorkerHeartbeatRequest.decode(message);
      inNamespace(request.namespace, caller);
      for (const { taskQueue } of request.workerHeartbeat) onQueue(taskQueue, caller);
      return api.RecordWorkerHeartbeatRequest.encode(request).finish();
    },
  },
  [`${service}/ShutdownWorker`]: {
    deadline: brief,
    largest: largestSmallMessage,
    check: (message, caller) => {
      const request = api.ShutdownWorkerRequest.decode(message);
      inNamespace(request.namespace, caller);
      const { taskQueue, workerHeartbeat, workerInstanceKey } = request;
      if (taskQueue !== '') onQueue(taskQueue, caller);
      if (workerHeartbeat != null) onQueue(workerHeartbeat.taskQueue, caller);
      return api.ShutdownWorkerRequest.encode({
        ...request,
        // A sticky queue belongs to a worker with workflows, of which a host has none.
        stickyTaskQueue: '',
        // It ends polls of the worker that it names: those on the host's own queue only.
        workerInstanceKey: taskQueue === '' ? '' : workerInstanceKey,
      }).finish();
    },
  },
};

interface TaskMessage {
  readonly namespace: string;
  readonly taskToken: Uint8Array;
}

interface TaskCodec<Message extends TaskMessage> {
  decode(message: Uint8Array): Message;
  encode(message: Message): { finish(): Uint8Array };
}

/** Of a task that was handed to this host. */
function forTask<Message extends TaskMessage>(codec: TaskCodec<Message>, largest: number): Rule {
  return {
    deadline: brief,
    largest,
    check: (message, caller) => {
      const request = codec.decode(message);
      inNamespace(request.namespace, caller);
      const taskToken = caller.tokens.open(caller.host, request.taskToken);
      if (taskToken === undefined) throw refusal('not-found', 'This task was not handed to this host.');
      return codec.encode({ ...request, taskToken }).finish();
    },
  };
}

function inNamespace(namespace: string, caller: Caller): void {
  if (namespace !== caller.namespace)
    throw refusal('permission-denied', 'That is not the namespace of this host.');
}

function onQueue(queue: string | null | undefined, { host }: Caller): void {
  const own = [hostQueue(host), hostPullQueue(host), hostWatchQueue(host)];
  if (!own.includes(queue ?? '')) throw refusal('permission-denied', 'That is not a queue of this host.');
}
