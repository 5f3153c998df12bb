/** Superuser and database of the PostgreSQL that Showrunner brings. */
export const embeddedDatabase = { user: 'showrunner', database: 'postgres' } as const;
