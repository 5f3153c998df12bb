export { dockerSocket, rawDocker, removeEverythingOf } from './client.ts';
export { freeSubnet } from './free-subnet.ts';
export { openTestInstance, type TestInstance, type TestInstanceOptions } from './instance.ts';
export { type OpenedRequests, openedRequests } from './opened-requests.ts';
export { startRegistry, type TestRegistry } from './registry.ts';
export { type RegistryFaults, type RegistryProxy, startRegistryProxy } from './registry-proxy.ts';
export { type SocketProxy, startSocketProxy } from './socket-proxy.ts';
export { buildTestImage, removeImage, type TestImage, type TestImageOptions } from './test-image.ts';
export { freePort, waitFor } from './wait-for.ts';
