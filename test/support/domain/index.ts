export { aComponent, aDefinition, aProvider, aSetting, place, requires } from './definition.ts';
export { argumentsOf, installed, withContainers } from './installed.ts';
export { anEnd } from './link.ts';
export { digest, nothing, type PlanningChange, planningInput, testSettings, versions } from './planning.ts';
export { anEdge, aService } from './service.ts';
export { catalogDefinition, catalogStack, rowOf, type Stack, stackOf, upBut, withRow } from './stack.ts';
