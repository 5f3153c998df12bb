import { expect, test } from 'vitest';
import { latenciesOf } from '#bench/install/history.ts';

test('a history tells how long each activity waited and took, and each workflow task', () => {
  const { activities, workflowTasks } = latenciesOf({
    events: [
      event(1, 0, { workflowTaskScheduledEventAttributes: {} }),
      event(2, 4, { workflowTaskStartedEventAttributes: {} }),
      event(3, 15, { workflowTaskCompletedEventAttributes: { scheduledEventId: 1 } }),
      event(4, 15, { activityTaskScheduledEventAttributes: { activityType: { name: 'observe' } } }),
      event(5, 18, { activityTaskStartedEventAttributes: {} }),
      event(6, 30.5, { activityTaskCompletedEventAttributes: { scheduledEventId: 4, startedEventId: 5 } }),
    ],
  } as unknown as Parameters<typeof latenciesOf>[0]);
  expect(workflowTasks).toEqual([15]);
  expect(activities).toEqual([{ type: 'observe', scheduleToStart: 3, startToClose: 12.5 }]);
});

function event(id: number, milliseconds: number, attributes: object) {
  return { eventId: id, eventTime: { seconds: 0, nanos: milliseconds * 1e6 }, ...attributes };
}
