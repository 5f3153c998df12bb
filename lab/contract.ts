/** What the lab is asked for, what it tells meanwhile, and what it gives back. */
export interface LabOptions {
  readonly dockerSocket: string;
  /** Shared by every instance of this machine: packages, layers and the registry's store. Deleting it is always safe. */
  readonly cacheFolder: string;
  /** Of this instance: `overlay.json` is written here. */
  readonly stateFolder: string;
  readonly instance: string;
  /** The registry is published on 127.0.0.1 at this port, and nowhere else. */
  readonly registryPort: number;
  onProgress(line: LabProgress): void;
  readonly signal?: AbortSignal;
}

export interface LabResult {
  /** `127.0.0.1:PORT` */
  readonly registry: string;
  readonly overlayFile: string;
}

export type LabStage = 'wait' | 'download' | 'unpack' | 'layer' | 'image' | 'registry' | 'done';

export interface LabProgress {
  readonly stage: LabStage;
  readonly text: string;
}

/** `real`: the program itself, from Debian's package. `stand-in`: a small server that keeps the vendor's API. */
export type ImageKind = 'real' | 'stand-in';

/** The contents of `overlay.json`: what replaces each vendor's image on this machine. */
export interface Overlay {
  readonly format: 1;
  readonly images: Readonly<Record<string, OverlayImage>>;
}

export interface OverlayImage {
  /** `127.0.0.1:PORT/<vendor's reference>` */
  readonly image: string;
  readonly digest: string;
  readonly kind: ImageKind;
  /** What is inside, for a person: `debian qbittorrent-nox 4.5.2`. */
  readonly from: string;
}
