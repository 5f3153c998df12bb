/** Labels on every resource that Showrunner makes; what lacks our instance is never touched (design, invariant 10). */
export const labels = {
  instance: 'showrunner.instance',
  service: 'showrunner.service',
  definition: 'showrunner.definition',
  component: 'showrunner.component',
  task: 'showrunner.task',
  revision: 'showrunner.revision',
  configHash: 'showrunner.config-hash',
  desired: 'showrunner.desired',
  made: 'showrunner.made',
} as const;
