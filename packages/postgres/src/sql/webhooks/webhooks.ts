import { invariant } from '@perennial/domain';
import type { Sql } from '../../database/database.ts';
import { textArray } from '../../wire/binary-arrays.ts';

export interface WebhookRow {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly types: readonly string[];
  /** JSON; null where it is told of whoever an event concerns. */
  readonly condition: string | null;
  readonly identities: readonly string[];
  readonly per_second_max: number;
  readonly timeout_ms: number;
  readonly state: 'active' | 'paused' | 'gone';
  readonly revision: number;
  readonly created_at: number;
  readonly created_by: string;
  readonly updated_at: number;
  readonly secret_hint: string;
  readonly old_secret_until: number | null;
  readonly last_delivered_at: number | null;
  readonly last_failed_at: number | null;
  readonly last_failure: string | null;
  readonly rests_until: number | null;
}

const columns = `id, name, url, types, condition, identities, per_second_max, timeout_ms, state, revision, created_at, created_by,
                 updated_at, secret_hint, old_secret_until, last_delivered_at, last_failed_at, last_failure, rests_until`;

/** What is said of a webhook when it is made or changed. */
export type WebhookSaid = Pick<
  WebhookRow,
  'name' | 'url' | 'types' | 'condition' | 'identities' | 'per_second_max' | 'timeout_ms'
>;

const valuesOf = (said: WebhookSaid) => [
  said.name,
  said.url,
  textArray(said.types),
  said.condition,
  textArray(said.identities),
  said.per_second_max,
  said.timeout_ms,
];

/** Webhooks after (createdAt, id), oldest first (sequential: there are a few dozen). */
export async function listWebhooks(
  sql: Sql,
  after: { readonly createdAt: number; readonly id: string; readonly limit: number },
): Promise<WebhookRow[]> {
  return sql.rows(
    {
      name: 'list_webhooks',
      text: `select ${columns} from webhook where (created_at, id) > ($1::bigint, $2::uuid) order by created_at, id limit $3`,
    },
    [after.createdAt, after.id, after.limit],
  );
}

/** (index: primary key) */
export async function readWebhook(sql: Sql, id: string): Promise<WebhookRow | undefined> {
  const [row] = await sql.rows<WebhookRow>(
    { name: 'read_webhook', text: `select ${columns} from webhook where id = $1::uuid` },
    [id],
  );
  return row;
}

/** Until the end of the transaction nobody else makes a webhook. */
export async function lockWebhookCount(sql: Sql): Promise<void> {
  await sql.execute({ name: 'lock_webhook_count', text: `select pg_advisory_xact_lock(hashtext('webhook'))` }, []);
}

/** (sequential: there are a few dozen) */
export async function readWebhookIds(sql: Sql): Promise<readonly string[]> {
  const rows = await sql.rows<{ id: string }>(
    { name: 'read_webhook_ids', text: `select id from webhook order by id` },
    [],
  );
  return rows.map(({ id }) => id);
}

export interface NewWebhook extends WebhookSaid {
  readonly id: string;
  readonly created_at: number;
  readonly created_by: string;
  readonly master_key_id: string;
  readonly secret: Buffer;
  readonly secret_hint: string;
}

export async function insertWebhook(sql: Sql, webhook: NewWebhook): Promise<WebhookRow> {
  const [row] = await sql.rows<WebhookRow>(
    {
      name: 'insert_webhook',
      text: `insert into webhook (name, url, types, condition, identities, per_second_max, timeout_ms, id, created_at, updated_at,
                                  created_by, master_key_id, secret, secret_hint)
             values ($1, $2, $3::text[], $4, $5::text[], $6, $7, $8::uuid, $9::bigint, $9::bigint, $10, $11, $12, $13)
             returning ${columns}`,
    },
    [
      ...valuesOf(webhook),
      webhook.id,
      webhook.created_at,
      webhook.created_by,
      webhook.master_key_id,
      webhook.secret,
      webhook.secret_hint,
    ],
  );
  invariant(row !== undefined, 'an insert returns its row');
  return row;
}

/** Undefined where there is none of this revision: somebody else saved, or removed it (index: primary key). */
export async function updateWebhook(
  sql: Sql,
  { id, revision, at }: { readonly id: string; readonly revision: number; readonly at: number },
  said: WebhookSaid,
): Promise<WebhookRow | undefined> {
  const [row] = await sql.rows<WebhookRow>(
    {
      name: 'update_webhook',
      text: `update webhook
                set name = $1, url = $2, types = $3::text[], condition = $4, identities = $5::text[], per_second_max = $6,
                    timeout_ms = $7, revision = revision + 1, updated_at = $10::bigint
              where id = $8::uuid and revision = $9
          returning ${columns}`,
    },
    [...valuesOf(said), id, revision, at],
  );
  return row;
}

/** (index: primary key) */
export async function pauseWebhook(sql: Sql, id: string): Promise<WebhookRow | undefined> {
  const [row] = await sql.rows<WebhookRow>(
    {
      name: 'pause_webhook',
      text: `update webhook set state = 'paused' where id = $1::uuid returning ${columns}`,
    },
    [id],
  );
  return row;
}

/** From whatever it was: paused, gone or at rest (index: primary key). */
export async function resumeWebhook(sql: Sql, id: string): Promise<WebhookRow | undefined> {
  const [row] = await sql.rows<WebhookRow>(
    {
      name: 'resume_webhook',
      text: `update webhook set state = 'active', rests_until = null, revision = revision + 1 where id = $1::uuid returning ${columns}`,
    },
    [id],
  );
  return row;
}

/** False when there was none. Waits for whoever holds it `for key share` to hand it events (index: primary key). */
export async function deleteWebhook(sql: Sql, id: string): Promise<boolean> {
  return (await sql.execute({ name: 'delete_webhook', text: `delete from webhook where id = $1::uuid` }, [id])) > 0;
}
