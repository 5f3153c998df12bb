import type { Closure } from '../graph.ts';
import type { Host, Labels } from '../host.ts';
import type { HostId, ServiceId } from '../ids.ts';
import type { Service } from '../service.ts';

export interface PlacementInput {
  readonly closure: Closure;
  /** Every row that is wanted: those of the closure stay where they are, and all of them ask for memory. */
  readonly rows: readonly Service[];
  readonly hosts: readonly PlacementHost[];
  readonly wish: PlacementWish;
}

/** A host as placement sees it. */
export interface PlacementHost extends Pick<Host, 'id' | 'kind' | 'labels' | 'scheduling' | 'capacity'> {
  /** Its worker answers, and so does its engine. */
  readonly reachable: boolean;
}

/** What a person says of where the requested services go. */
export interface PlacementWish {
  readonly host?: HostId | undefined;
  readonly labels?: Labels | undefined;
}

export interface Placement {
  /** Where each service of the closure is, or is to be. */
  readonly hosts: ReadonlyMap<ServiceId, HostId>;
  /** Empty while there is but one host, and nothing to choose. */
  readonly choices: readonly PlacementChoice[];
}

/** One choice for services that go together, explained. */
export interface PlacementChoice {
  readonly services: readonly ServiceId[];
  readonly host: HostId;
  readonly why: readonly string[];
  readonly others: readonly { readonly host: HostId; readonly whyNot: readonly string[] }[];
}
