import { request } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { UploadTarget } from '#ports/upload-target.ts';

/** Straight to the API instance that asked. */
export function createUploads(): UploadTarget {
  return {
    upload: async ({ url, token }, records, signal) => {
      const headers = { 'content-type': 'application/x-ndjson' };
      const call = request(`${url}/${token}`, { method: 'POST', headers, signal });
      // The answer says no more than that the upload was taken, or that nobody reads any more.
      call.on('response', (response) => response.resume());
      try {
        await pipeline(records, call);
      } catch (error) {
        // A reader that goes away is how every followed stream ends.
        if (signal.aborted) throw error;
      }
    },
  };
}
