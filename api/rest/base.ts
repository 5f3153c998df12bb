/** Where REST begins. */
export const apiBase = '/api/v1';
