import { isAtLeast, type LogLevel, levelOf } from '#domain/log-level.ts';
import type { LogLine, LogSource, ServiceLogRequest } from '#ports/log-source.ts';

/** A line with its level, where that can be told. */
export interface LevelledLine extends LogLine {
  readonly level?: LogLevel;
}

export interface LevelledLogRequest extends ServiceLogRequest {
  /** That and worse. */
  readonly level?: LogLevel;
}

/**
 * A service's log with the level of each line. Asked for a level, it leaves out lines whose own cannot be told, for they are mostly
 * chatter; but indented ones, such as a stack trace, go with the line before them. `tail` counts before anything is left out.
 */
export async function* readLogs(
  logs: LogSource,
  { level: least, ...request }: LevelledLogRequest,
): AsyncGenerator<LevelledLine, void> {
  const wanted: Record<LogLine['stream'], boolean> = { stdout: false, stderr: false };
  for await (const line of logs.logs(request)) {
    const level = levelOf(line.text);
    if (least !== undefined) {
      const follows = level === undefined && /^\s/.test(line.text);
      if (!follows) wanted[line.stream] = level !== undefined && isAtLeast(level, least);
      if (!wanted[line.stream]) continue;
    }
    yield level === undefined ? line : { ...line, level };
  }
}
