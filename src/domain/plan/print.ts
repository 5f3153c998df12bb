import type { LinkEnd } from '../link.ts';
import type { Plan } from './plan.ts';
import type { Step, StepArguments, StepType } from './steps.ts';

type Printer<Type extends StepType> = (args: StepArguments[Type]) => string;

/** What each step does, in one line. Never a secret: steps hold none. */
const printers: { readonly [Type in StepType]: Printer<Type> } = {
  waitForService: ({ service, host }) => `bring up ${service}${host === undefined ? '' : ` on ${host}`}`,
  ensureSecret: ({ path, sealed }) => `${sealed === undefined ? 'make' : 'store'} secret ${path}`,
  forgetSecret: ({ path }) => `forget secret ${path}`,
  ensureDirectory: ({ path, uid, gid }) => `make folder ${path} (${uid}:${gid})`,
  removeDirectory: ({ path }) => `remove folder ${path}`,
  pullImage: ({ image, digest, vendorImage }) =>
    `pull ${image}${digest === undefined ? '' : ` @ ${digest.slice(0, 19)}`}${image === vendorImage ? '' : ` for ${vendorImage}`}`,
  createNetwork: ({ name, internal }) => `make ${internal ? 'internal ' : ''}network ${name}`,
  removeNetwork: ({ name }) => `remove network ${name} if unused`,
  createVolume: ({ name }) => `make volume ${name}`,
  removeVolume: ({ name }) => `remove volume ${name}`,
  createContainer: ({ container }) => `create container ${container.name}`,
  seedFile: ({ container, path }) => `put ${path} into ${container} if it is not there`,
  connectNetwork: ({ container, network }) => `connect ${container} to ${network}`,
  startContainer: ({ container }) => `start ${container}`,
  waitHealthy: ({ service, health }) => `wait until ${service} is healthy, ${health.startSeconds} s at most`,
  keepRunning: ({ container }) => `let the engine keep ${container} running`,
  stopContainer: ({ container, graceSeconds }) => `stop ${container}, ${graceSeconds} s grace`,
  snapshotFolder: ({ path }) => `save ${path} aside`,
  restoreFolder: ({ path }) => `put ${path} back as it was saved`,
  removeContainer: ({ container }) => `remove container ${container}`,
  applyLink: ({ link }) => describeLink(link),
  removeLink: ({ link }) => `take back: ${describeLink(link)}`,
  saveService: ({ service, status }) => `record ${service} as ${status}`,
  startMonitor: ({ service }) => `watch ${service}`,
  stopMonitor: ({ service }) => `stop watching ${service}`,
};

const linkPrinters: { readonly [Kind in StepArguments['applyLink']['link']['kind']]: string } = {
  'root-folder': 'set root folder of',
  'download-client': 'add download client to',
  'media-connection': 'add media server connection to',
  'indexer-application': 'register',
  'media-server-setup': 'set up',
  'torrent-setup': 'set up',
  'app-login': 'set the login of',
};

/** One line that says what the step does. */
export function printStep(step: Step): string {
  const print = printers[step.type] as Printer<StepType>;
  return print(step.arguments);
}

/** `[1,2] -> #3 createContainer: create container … (no container yet)`, a line a step; notes below. */
export function printPlan(plan: Plan): string {
  if (plan.steps.length === 0) return `${plan.service}: nothing to do`;
  const numbers = new Map(plan.steps.map(({ id }, at) => [id, at + 1]));
  const lines = plan.steps.map((step) => {
    const after = step.after.map((id) => numbers.get(id) ?? '?').join(',');
    const tolerant = step.bestEffort ? ' [best effort]' : '';
    return `${after === '' ? '' : `[${after}] -> `}#${numbers.get(step.id)} ${step.phase}: ${printStep(step)} (${step.cause})${tolerant}`;
  });
  return [...lines, ...plan.notes.map((note) => `note: ${note}`)].join('\n');
}

function describeLink(link: StepArguments['applyLink']['link']): string {
  const { kind, consumer, provider } = link;
  const verb = linkPrinters[kind];
  if (kind === 'root-folder') return `${verb} ${consumer.service} to ${link.arguments.path}`;
  if (kind === 'indexer-application')
    return `${verb} ${consumer.service} with ${provider.service}${across(provider)}`;
  return consumer.service === provider.service
    ? `${verb} ${consumer.service}`
    : `${verb} ${consumer.service}: ${provider.service}${across(provider)}`;
}

function across({ at }: LinkEnd): string {
  return at === undefined ? '' : ` at ${at.address}:${at.port}`;
}
