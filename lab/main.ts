import { homedir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { isDomainError } from '#domain/errors.ts';
import { connectEngine, orAbsent } from './engine/engine.ts';
import { registryName } from './engine/registry.ts';
import { ensureLab, removeLab } from './lab.ts';

interface Flags {
  readonly socket: string;
  readonly instance: string;
}

interface UpFlags extends Flags {
  readonly cache: string;
  readonly state: string;
  readonly port: number;
}

const say = (line: string) => process.stdout.write(`${line}\n`);

function program(): Command {
  const lab = new Command('lab').description('Images and a registry for machines without Docker Hub');
  withFlags(lab.command('up').description('build what is missing and start the registry'))
    .option('--cache <folder>', 'shared by all instances', join(homedir(), '.cache/showrunner-lab'))
    .option('--state <folder>', 'where overlay.json goes', '.cache/lab')
    .option('--port <port>', 'of the registry on 127.0.0.1', portNumber, 5000)
    .action(up);
  withFlags(lab.command('down').description('remove the registry')).action(removeLabOf);
  withFlags(lab.command('status').description('say whether the registry runs')).action(status);
  return lab;
}

function withFlags(command: Command): Command {
  return command
    .option('--socket <path>', 'of the Docker engine', '/var/run/docker.sock')
    .option('--instance <id>', 'whose registry', 'lab');
}

function portNumber(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new InvalidArgumentError('a port is a number from 1 to 65535');
}

async function up(flags: UpFlags): Promise<void> {
  const started = performance.now();
  const since = () => ((performance.now() - started) / 1000).toFixed(1).padStart(5);
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  const { registry, overlayFile } = await ensureLab({
    dockerSocket: flags.socket,
    cacheFolder: flags.cache,
    stateFolder: flags.state,
    instance: flags.instance,
    registryPort: flags.port,
    onProgress: (line) => say(`${since()} s  ${line.stage.padEnd(8)}  ${line.text}`),
    signal: interrupted.signal,
  });
  say(`registry ${registry}\noverlay  ${overlayFile}`);
}

async function removeLabOf(flags: Flags): Promise<void> {
  await removeLab({ dockerSocket: flags.socket, instance: flags.instance });
}

async function status(flags: Flags): Promise<void> {
  const engine = connectEngine(flags.socket);
  const name = registryName(flags.instance);
  const found = await orAbsent(engine.call(`inspect ${name}`, engine.docker.getContainer(name).inspect()));
  say(`${name}: ${found?.State.Status ?? 'absent'}`);
  if (found?.State.Running !== true) process.exitCode = 1;
}

try {
  await program().parseAsync();
} catch (error) {
  const words = isDomainError(error) ? `${error.code}: ${error.message}\n${error.remedy}` : String(error);
  process.stderr.write(`${words}\n`);
  process.exitCode = 1;
}
