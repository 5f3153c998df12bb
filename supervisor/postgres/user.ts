export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root. Under root it runs as `nobody`, who exists everywhere and owns nothing. */
const nobody: SystemUser = { uid: 65534, gid: 65534 };

/** Whom PostgreSQL's programs run as; empty where they run as we do. */
export function postgresUser(): { readonly user?: SystemUser } {
  return process.getuid?.() === 0 ? { user: nobody } : {};
}
