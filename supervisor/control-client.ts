import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { DomainError, isErrorCode } from '#domain/errors.ts';
import type { HomePaths } from '#platform/home-paths.ts';
import type { ControlReply, ControlRequest, SupervisorStatus } from './contract.ts';
import { controlSocket, isNobody } from './control-socket.ts';

/** Asks the home's supervisor; nothing when none runs. A refusal is thrown with the supervisor's own code. */
export async function askSupervisor(
  paths: HomePaths,
  request: ControlRequest,
  timeoutMs: number,
): Promise<{ readonly status?: SupervisorStatus } | undefined> {
  const answer = await exchange(controlSocket(paths), request, timeoutMs);
  if (answer === undefined) return undefined;
  const reply = decodeReply(answer);
  if (!reply.ok) throw new DomainError(reply.failure.code, reply.failure.message);
  return reply.status === undefined ? {} : { status: reply.status };
}

async function exchange(
  path: string,
  request: ControlRequest,
  timeoutMs: number,
): Promise<string | undefined> {
  const socket = connect(path);
  const late = setTimeout(() => socket.destroy(unanswered(request, timeoutMs)), timeoutMs);
  try {
    socket.write(`${JSON.stringify(request)}\n`);
    return await text(socket);
  } catch (error) {
    if (isNobody(error)) return undefined;
    throw error;
  } finally {
    clearTimeout(late);
    socket.destroy();
  }
}

function unanswered({ command }: ControlRequest, timeoutMs: number): DomainError {
  return new DomainError(
    'precondition-failed',
    `The supervisor did not answer "${command}" within ${timeoutMs / 1000} s.`,
  );
}

function decodeReply(answer: string): ControlReply {
  const parsed = replySchema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new DomainError(
    'precondition-failed',
    'The supervisor ended before it answered, or is of another version.',
  );
}

const memorySchema = z.object({ residentBytes: z.number(), proportionalBytes: z.number().exactOptional() });
const statusSchema = z.object({
  instance: z.object({ id: z.string(), name: z.string() }),
  home: z.string(),
  state: z.enum(['starting', 'ready', 'stopping']),
  api: z.string().exactOptional(),
  graphql: z.string().exactOptional(),
  temporalUi: z.string().exactOptional(),
  processes: z.array(
    z.object({
      name: z.string(),
      pid: z.number().exactOptional(),
      startedAt: z.string().exactOptional(),
      state: z.enum(['starting', 'ready', 'waiting', 'stopped', 'done']),
      restarts: z.number(),
      memoryBytes: z.number(),
    }),
  ),
  memory: memorySchema,
});
const failureSchema = z.object({
  code: z.string().transform((code) => (isErrorCode(code) ? code : 'internal')),
  message: z.string(),
});
const replySchema = z
  .string()
  .transform((line, context) => {
    try {
      return JSON.parse(line) as unknown;
    } catch {
      context.issues.push({ code: 'custom', message: 'is not JSON', input: undefined });
      return z.NEVER;
    }
  })
  .pipe(
    z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), status: statusSchema.exactOptional() }),
      z.object({ ok: z.literal(false), failure: failureSchema }),
    ]),
  );
