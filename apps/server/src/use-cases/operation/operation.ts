import type { DeliveryGate } from '@perennial/engine';
import { readDeliveryPause, resumeDelivery } from '@perennial/postgres/backup';
import type { Sql } from '@perennial/postgres';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';

/** What concerns the installation as a whole, and nobody in it. */
export interface Operation {
  /** The one place where it stands whether something may be handed to anybody outside. */
  readonly delivery: DeliveryGate;
  /** Lets it go on; says whether it was paused. */
  resumeDelivery(context: CallContext): Promise<{ readonly wasPaused: boolean }>;
  /** Writes down that this database is the work of a restore, around what the restore does to come to its end. */
  noteRestored<T>(context: CallContext, note: string, run: () => Promise<T>): Promise<T>;
}

export function createOperation({ sql, audit }: { readonly sql: Sql; readonly audit: Audit }): Operation {
  return {
    delivery: { readPause: () => readDeliveryPause(sql) },
    resumeDelivery: (context) =>
      audit.act(context, { action: 'delivery.resumed' }, async () => ({ wasPaused: await resumeDelivery(sql) })),
    noteRestored: (context, reason, run) =>
      audit.act(context, { action: 'installation.restored' }, (note) => {
        note({ reason });
        return run();
      }),
  };
}
