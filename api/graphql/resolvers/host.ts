import type { HostResolvers } from '../generated/types.ts';

export const hostResolvers: HostResolvers = {
  serviceCount: ({ services }) => services,
};
