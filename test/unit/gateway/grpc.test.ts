import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import proto from '@temporalio/proto';
import { describe, expect, it } from 'vitest';
import { hostQueue } from '#contracts/queues.ts';
import { hostId } from '#domain/ids.ts';
import { frame, largestMessage, readMessage } from '#workers/gateway/grpc/frame.ts';
import { rules } from '#workers/gateway/grpc/rules.ts';
import { createTaskTokens } from '#workers/gateway/grpc/task-tokens.ts';

const [nas, attic] = [hostId('nas'), hostId('attic')];

describe('a message', () => {
  const message = Buffer.from('a message');
  const read = (body: Buffer, encoding: string | undefined) => readMessage(body, encoding, largestMessage);
  const compressed = (content: Buffer) => {
    const framed = frame(gzipSync(content));
    framed[0] = 1;
    return framed;
  };

  it('is read as it was framed, also compressed', async () => {
    expect(await read(frame(message), undefined)).toEqual(message);
    expect(await read(compressed(message), 'gzip')).toEqual(message);
  });

  it('that is empty, cut off, one of two, or compressed otherwise, is refused', async () => {
    const refused = { status: 'invalid-argument' };
    const framed = frame(message);
    for (const body of [Buffer.alloc(0), framed.subarray(0, -1), Buffer.concat([framed, framed])]) {
      await expect(read(body, undefined)).rejects.toMatchObject(refused);
    }
    await expect(read(compressed(message), 'zstd')).rejects.toMatchObject(refused);
  });

  it('is unpacked no further than its bound', async () => {
    const bomb = compressed(Buffer.alloc(largestMessage + 1));
    expect(bomb.length).toBeLessThan(10_000);
    await expect(read(bomb, 'gzip')).rejects.toMatchObject({ status: 'resource-exhausted' });
  });
});

describe('a task’s token', () => {
  const token = randomBytes(80);
  const tokens = createTaskTokens(randomBytes(32));

  it('comes back from the host that it was handed to', () => {
    expect(Buffer.from(tokens.open(nas, tokens.seal(nas, token)) ?? [])).toEqual(token);
  });

  it('does not from another, changed, bare, or sealed by another gateway', () => {
    const sealed = tokens.seal(nas, token);
    expect(tokens.open(attic, sealed)).toBeUndefined();
    expect(tokens.open(nas, token)).toBeUndefined();
    expect(tokens.open(nas, sealed.subarray(0, 20))).toBeUndefined();
    const changed = Buffer.from(sealed);
    changed[40] = (changed[40] ?? 0) ^ 1;
    expect(tokens.open(nas, changed)).toBeUndefined();
    expect(createTaskTokens(randomBytes(32)).open(nas, sealed)).toBeUndefined();
  });
});

describe('a call', () => {
  const own = '/temporal.api.workflowservice.v1.WorkflowService/';

  it('is large only where it answers for a task', () => {
    const large = Object.entries(rules).filter(([, { largest }]) => largest > 64 * 1024);
    expect(large.map(([path]) => path.replace(own, '')).sort()).toEqual([
      'RespondActivityTaskCanceled',
      'RespondActivityTaskCompleted',
      'RespondActivityTaskFailed',
    ]);
  });

  describe('that ends a worker', () => {
    const { ShutdownWorkerRequest } = proto.temporal.api.workflowservice.v1;
    const caller = { host: nas, namespace: 'test', tokens: createTaskTokens(randomBytes(32)) };
    const checked = (request: object) => {
      const message = ShutdownWorkerRequest.encode({ namespace: 'test', ...request }).finish();
      const sent = rules[`${own}ShutdownWorker`]?.check(message, caller);
      return ShutdownWorkerRequest.decode(sent ?? new Uint8Array());
    };
    const queue = hostQueue(nas);

    it('names workers of the host’s own queues only', () => {
      const allowed = { taskQueue: queue, workerInstanceKey: 'key', workerHeartbeat: { taskQueue: queue } };
      expect(checked(allowed)).toMatchObject(allowed);
      const refused = expect.objectContaining({ status: 'permission-denied' });
      expect(() => checked({ taskQueue: hostQueue(attic) })).toThrow(refused);
      const foreign = { taskQueue: queue, workerHeartbeat: { taskQueue: hostQueue(attic) } };
      expect(() => checked(foreign)).toThrow(refused);
      expect(checked({ workerInstanceKey: 'key' }).workerInstanceKey).toBe('');
    });
  });
});
