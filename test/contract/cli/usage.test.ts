import { expect, test } from 'vitest';
import { declarations } from '#cli/program.ts';
import { runCli, setTheScene } from './scene.ts';

const env = { PATH: process.env.PATH ?? '', HOME: '/nonexistent', SHOWRUNNER_HOME: '/nonexistent/home' };

test('help names every command, and the exit codes', async () => {
  const { code, stdout } = await runCli(['--help'], { env });
  expect(code).toBe(0);
  for (const { name } of declarations) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  expect(stdout).toMatch(/^ {2}130 +ended by Ctrl-C$/m);
});

const calls = declarations.flatMap(({ name, subcommands = [] }) => [
  name,
  ...subcommands.map((inner) => `${name} ${inner.name}`),
]);

test.each(calls)('%s has help with examples, without loading its work', async (name) => {
  const { code, stdout } = await runCli([...name.split(' '), '--help'], { env });
  expect(code).toBe(0);
  expect(stdout).toMatch(/Examples:\n {2}\S/);
});

test.each([
  ['an unknown command', ['frobnicate'], "Unknown command 'frobnicate'"],
  ['an unknown option', ['ps', '--frob'], "Unknown option '--frob'"],
  ['an unknown command of hosts', ['hosts', 'frobnicate'], 'Too many arguments'],
  ['a missing argument', ['logs'], "Missing required argument 'service'"],
  ['an argument too many', ['token', 'x'], 'Too many arguments'],
  ['a value that cannot be', ['logs', 'x', '--tail', 'all'], '--tail  must be a whole number'],
  ['an instance that cannot be', ['--instance', '..', 'ps'], '--instance  must be a name'],
  ['a stage that is none', ['test', '--only', 'moon'], '--only  must be some of'],
])('%s is bad usage, and says what to do', async (_what, args, words) => {
  const { code, stdout, stderr } = await runCli(args, { env });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(words);
  expect(stderr).toContain('→');
});

test('an environment that is not valid is named', async () => {
  const { code, stderr } = await runCli(['ps'], { env: { ...env, SHOWRUNNER_API_PORT: 'x' } });
  expect(code).toBe(2);
  expect(stderr).toContain('SHOWRUNNER_API_PORT');
});

test('where there is no instance yet, it says how to make one', async () => {
  const { code, stderr } = await runCli(['ps'], { env });
  expect(code).toBe(5);
  expect(stderr).toContain('Make it with showrunner up.');
});

test('a control plane that does not run is unreachable, and status says so', async () => {
  await using scene = await setTheScene();
  const nobody = { SHOWRUNNER_API_PORT: '9' };
  const listed = await scene.run(['ps'], { env: nobody });
  expect(listed.code).toBe(5);
  expect(listed.stderr).toContain('showrunner up starts the control plane');
  const status = await scene.run(['status', '--json'], { env: nobody });
  expect(status.code).toBe(5);
  expect(JSON.parse(status.stdout)).toMatchObject({ state: 'stopped', home: scene.home.paths.root });
});

test('a purge that nobody agreed to removes nothing, and asks for agreement first', async () => {
  await using scene = await setTheScene();
  const { code, stderr } = await scene.run(['down', '--purge']);
  expect(code).toBe(2);
  expect(stderr).toContain('Agree beforehand with --yes.');
});
