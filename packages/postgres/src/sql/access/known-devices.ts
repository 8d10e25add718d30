import type { Sql } from '../../database/database.ts';

/** Whether somebody of this address signed in from this browser; the same work for an address of nobody (index: primary key). */
export async function isDeviceKnown(
  sql: Sql,
  device: { readonly tokenHash: Buffer; readonly email: string; readonly now: number },
): Promise<boolean> {
  const rows = await sql.rows<{ known: number }>(
    {
      name: 'is_device_known',
      text: `select 1 as known from known_device d join console_user u on u.id = d.user_id
              where d.token_hash = $1 and u.email = $2 and d.expires_at > $3`,
    },
    [device.tokenHash, device.email, device.now],
  );
  return rows.length === 1;
}

/** Notes that this user signed in from this browser (index: primary key). */
export async function keepDevice(
  sql: Sql,
  device: { readonly tokenHash: Buffer; readonly userId: string; readonly expiresAt: number },
): Promise<void> {
  await sql.execute(
    {
      name: 'keep_device',
      text: `insert into known_device (token_hash, user_id, expires_at) values ($1, $2::uuid, $3)
             on conflict (token_hash, user_id) do update set expires_at = excluded.expires_at`,
    },
    [device.tokenHash, device.userId, device.expiresAt],
  );
}

/** Index: known_device_by_user. */
export async function forgetDevices(sql: Sql, userId: string): Promise<void> {
  await sql.execute({ name: 'forget_devices', text: `delete from known_device where user_id = $1::uuid` }, [userId]);
}

/** Small table, sequential. */
export async function deleteExpiredDevices(sql: Sql, now: number): Promise<void> {
  await sql.execute({ name: 'delete_expired_devices', text: `delete from known_device where expires_at <= $1` }, [now]);
}
