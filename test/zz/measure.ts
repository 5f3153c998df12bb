import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { buildTestImage, openTestInstance } from '#test/support/docker/index.ts';
import { plainRequest } from '#test/contract/container-runtime/requests.ts';

const pid = Number(readFileSync('/var/run/docker.pid', 'utf8'));
const cpu = () => { const f = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' '); return (Number(f[11]) + Number(f[12])) * 10; };
const inst = openTestInstance('statsload');
const image = await buildTestImage(`showrunner-test/statsload:${inst.unique}`);
const get = async (path: string) => { const r = request({ socketPath: '/var/run/docker.sock', path }).end(); const [a] = await once(r, 'response'); return await text(a); };
const events = () => { let n = 0; const r = request({ socketPath: '/var/run/docker.sock', path: '/events' }).end(); r.on('response', (a) => a.on('data', () => n++)); r.on('error', () => {}); return { n: () => n, end: () => r.destroy() }; };
async function window(name: string, rounds: number, work: () => Promise<unknown>) {
  const e = events(); await delay(100);
  const a = cpu(), t = performance.now();
  for (let i = 0; i < rounds; i++) await work();
  const ms = performance.now() - t;
  console.log(name.padEnd(28), 'cpu ms/round', ((cpu() - a) / rounds).toFixed(1), 'wall ms/round', (ms / rounds).toFixed(0), 'other events', e.n());
  e.end();
}
try {
  const ids: string[] = [];
  for (let i = 0; i < 20; i++) {
    const name = inst.name(`c${i}`);
    await inst.runtime.createContainer(plainRequest({ name, image: image.reference, command: ['sleep', '600'] }));
    await inst.runtime.startContainer(name);
    ids.push(name);
  }
  await delay(1000);
  for (let k = 0; k < 2; k++) {
    await window('idle 3 s', 3, () => delay(3000));
    await window('inspect x20', 5, () => Promise.all(ids.map((id) => get(`/v1.41/containers/${id}/json`))));
    await window('one-shot x20 at once', 5, () => Promise.all(ids.map((id) => get(`/v1.41/containers/${id}/stats?stream=false&one-shot=true`))));
    await window('one-shot x20, 5 lanes', 3, async () => { const q = [...ids]; await Promise.all([1,2,3,4,5].map(async () => { for (let n = q.shift(); n; n = q.shift()) await get(`/v1.41/containers/${n}/stats?stream=false&one-shot=true`); })); });
    await window('usage()', 4, () => inst.runtime.usage());
    await window('streams 5 s', 2, async () => { const rs = ids.map((id) => request({ socketPath: '/var/run/docker.sock', path: `/v1.41/containers/${id}/stats?stream=true` }).end()); rs.forEach((r) => { r.on('response', (a) => a.resume()); r.on('error', () => {}); }); await delay(5000); rs.forEach((r) => r.destroy()); });
  }
} finally { await inst.end(); await image.remove(); }
