/** How much a log line matters; the worst first. */
export const logLevels = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Whether it is that level or worse. */
export function isAtLeast(level: LogLevel, least: LogLevel): boolean {
  return logLevels.indexOf(level) <= logLevels.indexOf(least);
}

/**
 * The level of a program's log line, where its shape tells it: a field of JSON or logfmt, `[Error]` or `|Error|`, a word in capitals
 * or before a colon, Redis' and qBittorrent's signs. Only the beginning is looked at, and of several the first counts: what comes
 * later is the message.
 */
export function levelOf(text: string): LogLevel | undefined {
  const plain = text.replaceAll(colour, '');
  if (plain.startsWith('{')) return ofJson(plain);
  const head = plain.slice(0, headLength);
  const found = shapes.flatMap((shape) => {
    const match = shape.exec(head);
    return match === null ? [] : [{ at: match.index, word: match[1] ?? '' }];
  });
  const [first] = found.toSorted((one, other) => one.at - other.at);
  return first === undefined ? undefined : ofWord(first.word);
}

/** Longer than the time, process and logger's name that stand before a level. */
const headLength = 120;

const words: Readonly<Record<LogLevel, readonly string[]>> = {
  error: ['error', 'err', 'fatal', 'ftl', 'critical', 'crit', 'severe', 'panic', 'emerg', 'alert'],
  warn: ['warning', 'warn', 'wrn'],
  info: ['information', 'info', 'inf', 'notice', 'log'],
  debug: ['debug', 'dbg', 'trace', 'trc', 'verbose', 'vrb'],
};

/** Signs for which a program has no word: Redis' before its message, qBittorrent's at the beginning. */
const signs: Readonly<Record<string, LogLevel>> = {
  '#': 'warn',
  '*': 'info',
  '-': 'debug',
  '.': 'debug',
  C: 'error',
  W: 'warn',
  I: 'info',
  N: 'info',
};

const anyWord = Object.values(words).flat().join('|');

// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one.
const colour = /\u001b\[[\d;]*m/g;

/** Each has one group: the word or sign. */
const shapes: readonly RegExp[] = [
  new RegExp(`[[|]\\s*(${anyWord})\\s*[\\]|]`, 'i'),
  new RegExp(`(?:^|\\s)(?:level|lvl|severity)="?(${anyWord})\\b`, 'i'),
  new RegExp(`(?<![\\w/.-])(${anyWord.toUpperCase()})(?![\\w/.-])`),
  new RegExp(`^(${anyWord}):`, 'i'),
  /^\d+:[XCSM] \d+ \w+ \d{4} [\d:.]+ ([#*.-]) /,
  /^\(([CWIN])\) \d{4}-/,
];

function ofWord(word: string): LogLevel | undefined {
  const lower = word.toLowerCase();
  return logLevels.find((level) => words[level].includes(lower)) ?? signs[word];
}

function ofJson(text: string): LogLevel | undefined {
  const { level, lvl, severity } = parseObject(text);
  const told = level ?? lvl ?? severity;
  if (typeof told === 'number') return ofNumber(told);
  return typeof told === 'string' ? ofWord(told) : undefined;
}

/** As pino and Bunyan count: 10 is trace, 60 is fatal. */
function ofNumber(told: number): LogLevel {
  if (told >= 50) return 'error';
  if (told >= 40) return 'warn';
  return told >= 30 ? 'info' : 'debug';
}

/** A line that only looks like JSON, or was cut by the engine, has no fields. */
function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return { ...JSON.parse(text) };
  } catch {
    return {};
  }
}
