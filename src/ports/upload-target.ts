/** Where a host sends what the API asked it for: records by the line, at the pace at which they are taken. */
export interface UploadTarget {
  /**
   * Resolves when all was taken, and also when nobody reads (any more): whoever asked knows which. Rejects when the signal aborts.
   */
  upload(to: UploadAddress, records: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void>;
}

export interface UploadAddress {
  /** The API instance that asked, as the control plane's own machine reaches it. */
  readonly url: string;
  /** Good for one upload. */
  readonly token: string;
}
