import type { DeliveryPause } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';

/** Null while whatever there is may be handed on. */
export async function readDeliveryPause(sql: Sql): Promise<DeliveryPause | null> {
  const [row] = await sql.rows<DeliveryPause>(
    { name: 'read_delivery_pause', text: `select reason, paused_at as "pausedAt" from delivery_pause` },
    [],
  );
  return row ?? null;
}

/** False when nothing was paused. */
export async function resumeDelivery(sql: Sql): Promise<boolean> {
  return (await sql.execute({ name: 'resume_delivery', text: `delete from delivery_pause` }, [])) > 0;
}
