import { sql, type Transaction } from 'kysely';
import type { RequiresEdge } from '#domain/service.ts';
import type { Tables } from './tables.ts';

/** Adds the edge, or this claim to those that hold it up. A requirement is never softened, and one that stays is not the claim's. */
export async function joinEdge(
  transaction: Transaction<Tables>,
  claim: string,
  edge: RequiresEdge,
): Promise<void> {
  await transaction
    .insertInto('requires_edges')
    .values({ ...edge, claims: [claim] })
    .onConflict((conflict) =>
      conflict.columns(['consumer', 'provider', 'capability']).doUpdateSet({
        optional: sql`requires_edges.optional and excluded.optional`,
        claims: sql`case
          when requires_edges.claims = '{}' or ${claim} = any(requires_edges.claims) then requires_edges.claims
          else array_append(requires_edges.claims, ${claim})
        end`,
      }),
    )
    .execute();
}

/** Takes the claim from its edges; those that nothing else holds up go. */
export async function leaveEdges(transaction: Transaction<Tables>, claim: string): Promise<void> {
  await transaction.deleteFrom('requires_edges').where(sql<boolean>`claims = array[${claim}]`).execute();
  await transaction
    .updateTable('requires_edges')
    .set({ claims: sql`array_remove(claims, ${claim})` })
    .where(sql<boolean>`${claim} = any(claims)`)
    .execute();
}
