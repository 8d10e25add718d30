import type { Sql } from '../../database/database.ts';

/** Sealed with a master key; the one before signs as well until its end. */
export interface WebhookSecretRow {
  readonly id: string;
  readonly master_key_id: string;
  readonly secret: Buffer;
  readonly old_master_key_id: string | null;
  readonly old_secret: Buffer | null;
  readonly old_secret_until: number | null;
}

const columns = 'id, master_key_id, secret, old_master_key_id, old_secret, old_secret_until';

/** (index: primary key) */
export async function readWebhookSecret(sql: Sql, id: string): Promise<WebhookSecretRow | undefined> {
  const [row] = await sql.rows<WebhookSecretRow>(
    { name: 'read_webhook_secret', text: `select ${columns} from webhook where id = $1::uuid` },
    [id],
  );
  return row;
}

export interface NewWebhookSecret {
  readonly id: string;
  readonly master_key_id: string;
  readonly secret: Buffer;
  readonly secret_hint: string;
  /** Until when the one before signs as well; null: from now on it does not. */
  readonly old_secret_until: number | null;
}

/** Puts a new secret before the one there is, of which the one before that goes; false without such a webhook (index: primary key). */
export async function putWebhookSecret(sql: Sql, made: NewWebhookSecret): Promise<boolean> {
  const count = await sql.execute(
    {
      name: 'put_webhook_secret',
      text: `update webhook
                set master_key_id = $2, secret = $3, secret_hint = $4, old_secret_until = $5::bigint,
                    old_secret = case when $5::bigint is null then null else secret end,
                    old_master_key_id = case when $5::bigint is null then null else master_key_id end
              where id = $1::uuid`,
    },
    [made.id, made.master_key_id, made.secret, made.secret_hint, made.old_secret_until],
  );
  return count === 1;
}

/** Of which a secret is under another master key than this one (sequential: there are a few dozen). */
export async function readWebhookSecretsNotUnder(
  sql: Sql,
  masterKeyId: string,
  limit: number,
): Promise<WebhookSecretRow[]> {
  return sql.rows(
    {
      name: 'read_webhook_secrets_not_under',
      text: `select ${columns} from webhook where master_key_id <> $1 or old_master_key_id <> $1 order by id limit $2`,
    },
    [masterKeyId, limit],
  );
}

/** The same secrets, sealed anew (index: primary key). */
export async function resealWebhookSecrets(sql: Sql, row: Omit<WebhookSecretRow, 'old_secret_until'>): Promise<void> {
  await sql.execute(
    {
      name: 'reseal_webhook_secrets',
      text: `update webhook set master_key_id = $2, secret = $3, old_master_key_id = $4, old_secret = $5 where id = $1::uuid`,
    },
    [row.id, row.master_key_id, row.secret, row.old_master_key_id, row.old_secret],
  );
}
