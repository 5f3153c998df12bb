/** PostgreSQL refuses to run as root: under root it runs as nobody. */
export const unprivileged = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;
