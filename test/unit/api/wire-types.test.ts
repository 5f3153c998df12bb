import { describe, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type { LevelledLine } from '#api/use-cases/read-logs.ts';
import type { CloudEvent } from '#contracts/cloud-event.ts';
import type { EventData, ServiceChange } from '#contracts/events.ts';
import type { BatchMember, Operation } from '#contracts/operations.ts';
import type { StepState, Task, TaskError, TaskStatus, TaskSummary } from '#contracts/task.ts';
import type { Evidence } from '#domain/container.ts';
import type { Fault } from '#domain/errors.ts';
import type { Plan } from '#domain/plan/plan.ts';
import type { StepType } from '#domain/plan/steps.ts';
import type { PublishedPort } from '#domain/service.ts';
import type * as common from '#schemas/api/common.ts';
import type * as event from '#schemas/api/event.ts';
import type * as plan from '#schemas/api/plan.ts';
import type * as service from '#schemas/api/service.ts';
import type * as task from '#schemas/api/task.ts';
import type { Wire } from '#schemas/api/wire.ts';

type Of<Schema extends z.ZodType> = z.output<Schema>;

describe('what the API says on the wire is what the domain says', () => {
  it('for tasks', () => {
    expectTypeOf<Of<typeof task.taskSchema>>().toEqualTypeOf<Wire<Task>>();
    expectTypeOf<Of<typeof task.taskSummarySchema>>().toEqualTypeOf<Wire<TaskSummary>>();
    expectTypeOf<Of<typeof task.stepStateSchema>>().toEqualTypeOf<Wire<StepState>>();
    expectTypeOf<Of<typeof task.taskErrorSchema>>().toEqualTypeOf<Wire<TaskError>>();
    expectTypeOf<Of<typeof task.taskStatusSchema>>().toEqualTypeOf<TaskStatus>();
    expectTypeOf<Of<typeof task.operationSchema>>().toEqualTypeOf<Operation>();
  });

  it('for plans', () => {
    expectTypeOf<Of<typeof plan.planSchema>>().toEqualTypeOf<Wire<Plan>>();
    expectTypeOf<Of<typeof plan.stepTypeSchema>>().toEqualTypeOf<StepType>();
  });

  it('for events', () => {
    expectTypeOf<Of<typeof event.cloudEventSchema>>().toEqualTypeOf<Wire<CloudEvent>>();
    expectTypeOf<keyof typeof event.eventDataSchemas>().toEqualTypeOf<keyof EventData>();
    expectTypeOf<Of<(typeof event.eventDataSchemas)['service.changed']>>().toEqualTypeOf<
      Wire<ServiceChange>
    >();
    expectTypeOf<Of<typeof event.evidenceSchema>>().toEqualTypeOf<Wire<Evidence>>();
    expectTypeOf<Of<typeof event.batchMemberSchema>>().toEqualTypeOf<Wire<BatchMember>>();
  });

  it('for services, logs and faults', () => {
    expectTypeOf<Of<typeof service.publishedPortSchema>>().toEqualTypeOf<Wire<PublishedPort>>();
    expectTypeOf<Of<typeof service.logLineSchema>>().toEqualTypeOf<Wire<LevelledLine>>();
    expectTypeOf<Of<typeof common.faultSchema>>().toEqualTypeOf<Wire<Fault>>();
  });
});
