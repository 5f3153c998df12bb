import { pipeline } from 'node:stream/promises';
import { gatewayPaths } from '#contracts/gateway.ts';
import type { UploadTarget } from '#ports/upload-target.ts';
import type { GatewayClient } from './client.ts';

/** By way of the gateway, which knows where the API is: the address that the request names is the control plane's own. */
export function createRemoteUploads(gateway: GatewayClient): UploadTarget {
  return {
    upload: async ({ token }, records, signal) => {
      const stream = await gateway.open(`${gatewayPaths.streams}/${token}`);
      // The answer says no more than that the upload was taken, or that nobody reads any more.
      stream.resume();
      try {
        await pipeline(records, stream, { signal });
      } catch (error) {
        // A reader that goes away is how every followed stream ends.
        if (signal.aborted) throw error;
      }
    },
  };
}
