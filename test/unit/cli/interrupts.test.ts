import { expect, test, vi } from 'vitest';
import { createInterrupts, Interrupted } from '#cli/interrupts.ts';

test('without anyone who deals with it, Ctrl-C ends the command', () => {
  const end = vi.fn();
  createInterrupts(end).interrupt();
  expect(end).toHaveBeenCalledOnce();
});

test('the newest handler gets one Ctrl-C, the one before it the next', () => {
  const calls: string[] = [];
  const interrupts = createInterrupts(() => calls.push('end'));
  interrupts.handle(() => calls.push('outer'));
  interrupts.handle(() => calls.push('inner'));
  for (let times = 0; times < 3; times += 1) interrupts.interrupt();
  expect(calls).toEqual(['inner', 'outer', 'end']);
});

test('a handler that is gone is not called', () => {
  const end = vi.fn();
  const interrupts = createInterrupts(end);
  interrupts.handle(() => expect.unreachable())[Symbol.dispose]();
  interrupts.interrupt();
  expect(end).toHaveBeenCalledOnce();
});

test('work that is interrupted ends as interrupted, whatever it says itself', async () => {
  const interrupts = createInterrupts(() => expect.unreachable());
  const failing = interrupts.during(async (signal) => {
    interrupts.interrupt();
    signal.throwIfAborted();
  });
  await expect(failing).rejects.toBeInstanceOf(Interrupted);
  const silent = interrupts.during(async () => interrupts.interrupt());
  await expect(silent).rejects.toBeInstanceOf(Interrupted);
});

test('a failure of the work itself stays what it is', async () => {
  const interrupts = createInterrupts(() => undefined);
  await expect(interrupts.during(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
});
