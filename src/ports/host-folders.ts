/**
 * Folders on the worker's own host. Errors: `directory-unusable`, or the reason of the signal that says that nobody waits for the
 * outcome any more. Work on one folder happens in turn: a try that was given up on is over before the next one begins.
 */
export interface HostFolders {
  /** Creates the folder (its parents are there) with this owner and mode; an existing one is left exactly as it is. */
  ensure(
    path: string,
    owner: { readonly uid: number; readonly gid: number; readonly mode: number },
    signal?: AbortSignal,
  ): Promise<'created' | 'present'>;
  /**
   * Removes the folder with all that is in it. The caller has checked the path's text; here the real folder, links resolved,
   * must be apart from `apartFrom`, and nothing may be mounted below it.
   */
  remove(path: string, apartFrom: string, signal?: AbortSignal): Promise<'removed' | 'absent'>;
  exists(path: string): Promise<boolean>;
  /**
   * Copies the folder with owners, modes and times. Whole or not at all: `present` says that it was there already. Older ones on
   * the same shelf go once the new one is whole.
   */
  save(path: string, at: SnapshotAt, signal?: AbortSignal): Promise<'saved' | 'present' | 'absent'>;
  /** Empties the folder and fills it from the snapshot; a repeat ends the same. Checked like a removal. */
  putBack(
    at: SnapshotAt,
    path: string,
    apartFrom: string,
    signal?: AbortSignal,
  ): Promise<'restored' | 'absent'>;
}

/** Where a snapshot is kept. */
export interface SnapshotAt {
  readonly shelf: string;
  readonly name: string;
}
