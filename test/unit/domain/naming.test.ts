import { expect, it } from 'vitest';
import { componentName, serviceId } from '#domain/ids.ts';
import { containerName, hostname, networkName, volumeName } from '#domain/naming.ts';
import { aComponent, aDefinition } from '#test/support/domain/index.ts';

const standard = { name: 'default' };
const other = { name: 'demo' };
const tracker = aDefinition('tracker', { components: [aComponent('tracker'), aComponent('worker')] });
const id = serviceId('second');

it('the main component goes by the service’s name, the others carry their own as well', () => {
  expect(containerName(standard, id, tracker, componentName('tracker'))).toBe('showrunner-second');
  expect(containerName(standard, id, tracker, componentName('worker'))).toBe('showrunner-second-worker');
  expect(hostname(id, tracker, componentName('tracker'))).toBe('second');
  expect(hostname(id, tracker, componentName('worker'))).toBe('second-worker');
});

it('another instance than the default one stands in every name', () => {
  expect(containerName(other, id, tracker, componentName('tracker'))).toBe('showrunner-demo-second');
  expect(networkName(other, 'media')).toBe('showrunner-demo-media');
  expect(volumeName(other, id, 'cache')).toBe('showrunner-demo-second-cache');
});

it('networks are shared by name, volumes belong to their service', () => {
  expect(networkName(standard, 'media')).toBe('showrunner-media');
  expect(volumeName(standard, id, 'cache')).toBe('showrunner-second-cache');
});
