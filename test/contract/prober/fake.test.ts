import { expect, test } from 'vitest';
import { createFakeProber } from '#test/support/fake-container-runtime/index.ts';
import { component, proberContract } from './suite.ts';

proberContract('fake', () => {
  const prober = createFakeProber();
  prober.answer('well', { ok: true, detail: '200 OK' });
  prober.answer('failing', { ok: false, detail: '503 Service Unavailable' });
  prober.answer('silent', { ok: false, detail: 'no answer within 0.3 s' });
  prober.answer('gone', { ok: false, detail: 'the container does not exist' });
  return Promise.resolve({
    prober,
    component: (kind) => ({
      probe: { type: 'http', component, port: 80, path: '/', status: [200] },
      target: { container: kind, inside: kind },
    }),
    end: () => Promise.resolve(),
  });
});

test('a fake prober gives its answers in turn, keeps the last one, and throws without one', async () => {
  const prober = createFakeProber();
  const target = { container: 'a', inside: 'a' };
  const probe = { type: 'tcp', component, port: 1 } as const;
  prober.answer('a', { ok: false, detail: 'starting' }, { ok: true, detail: 'up' });
  const details = [];
  for (let turn = 0; turn < 3; turn += 1) details.push((await prober.probe(probe, target, 1)).detail);
  expect(details).toEqual(['starting', 'up', 'up']);
  await expect(prober.probe(probe, { container: 'b', inside: 'b' }, 1)).rejects.toThrow('Unplanned');
});
