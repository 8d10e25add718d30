import type { Sql } from '../../database/database.ts';

/** An adjustment that one person proposed and another decides. */
export interface ApprovalRow {
  readonly id: string;
  readonly member_id: string;
  readonly wallet: string;
  readonly units: number;
  readonly reason: string;
  readonly expiry: 'by_rule' | 'never' | 'at';
  readonly expires_at: number | null;
  readonly state: 'pending' | 'approved' | 'declined' | 'failed';
  readonly proposed_at: number;
  readonly proposed_by_id: string;
  readonly proposed_by: string;
  readonly decided_at: number | null;
  readonly decided_by_id: string | null;
  readonly decided_by: string;
  readonly code: string;
  /** JSON. */
  readonly answer: string | null;
}

export type ProposedRow = Omit<
  ApprovalRow,
  'state' | 'decided_at' | 'decided_by_id' | 'decided_by' | 'code' | 'answer'
> & {
  readonly proposed_key: string;
};

const columns = `id, member_id, wallet, units, reason, expiry, expires_at, state, proposed_at, proposed_by_id, proposed_by,
                 decided_at, decided_by_id, decided_by, code, answer`;

/** Writes a proposal unless its key was used (index: the unique one on who proposed and the key). */
export async function insertApproval(sql: Sql, row: ProposedRow): Promise<void> {
  await sql.execute(
    {
      name: 'insert_wallet_approval',
      text: `insert into wallet_approval (id, member_id, wallet, units, reason, expiry, expires_at, proposed_at, proposed_by_id,
                                          proposed_by, proposed_key)
             values ($1::uuid, $2::uuid, $3, $4, $5, $6, $7, $8, $9, $10, $11::uuid) on conflict do nothing`,
    },
    [
      row.id,
      row.member_id,
      row.wallet,
      row.units,
      row.reason,
      row.expiry,
      row.expires_at,
      row.proposed_at,
      row.proposed_by_id,
      row.proposed_by,
      row.proposed_key,
    ],
  );
}

/** (index: the unique one on who proposed and the key) */
export async function readApprovalOfKey(sql: Sql, proposedById: string, key: string): Promise<ApprovalRow | undefined> {
  const [row] = await sql.rows<ApprovalRow>(
    {
      name: 'read_wallet_approval_of_key',
      text: `select ${columns} from wallet_approval where proposed_by_id = $1 and proposed_key = $2::uuid`,
    },
    [proposedById, key],
  );
  return row;
}

/** (index: primary key) */
export async function readApproval(sql: Sql, id: string): Promise<ApprovalRow | undefined> {
  const [row] = await sql.rows<ApprovalRow>(
    { name: 'read_wallet_approval', text: `select ${columns} from wallet_approval where id = $1::uuid` },
    [id],
  );
  return row;
}

export interface ApprovalsBefore {
  readonly before: { readonly at: number; readonly id: string };
  /** '' for any. */
  readonly state: ApprovalRow['state'] | '';
  readonly limit: number;
}

/** The newest first (index: wallet_approval_newest). */
export async function listApprovals(sql: Sql, { before, state, limit }: ApprovalsBefore): Promise<ApprovalRow[]> {
  return sql.rows(
    {
      name: 'list_wallet_approvals',
      text: `select ${columns} from wallet_approval
              where (proposed_at, id) < ($1::bigint, $2::uuid) and ($3 = '' or state = $3)
              order by proposed_at desc, id desc limit $4`,
    },
    [before.at, before.id, state, limit],
  );
}

/** Those that wait, the newest first (index: wallet_approval_pending). */
export async function listPendingApprovals(
  sql: Sql,
  { before, limit }: Omit<ApprovalsBefore, 'state'>,
): Promise<ApprovalRow[]> {
  return sql.rows(
    {
      name: 'list_pending_wallet_approvals',
      text: `select ${columns} from wallet_approval
              where state = 'pending' and (proposed_at, id) < ($1::bigint, $2::uuid)
              order by proposed_at desc, id desc limit $3`,
    },
    [before.at, before.id, limit],
  );
}

/** Those of one member, the newest first (index: wallet_approval_of_member). */
export async function listApprovalsOfMember(
  sql: Sql,
  { before, state, limit, memberId }: ApprovalsBefore & { readonly memberId: string },
): Promise<ApprovalRow[]> {
  return sql.rows(
    {
      name: 'list_wallet_approvals_of_member',
      text: `select ${columns} from wallet_approval
              where member_id = $1::uuid and (proposed_at, id) < ($2::bigint, $3::uuid) and ($4 = '' or state = $4)
              order by proposed_at desc, id desc limit $5`,
    },
    [memberId, before.at, before.id, state, limit],
  );
}

/** Decides what waits; undefined where it does not (index: primary key). */
export async function decideApproval(
  sql: Sql,
  decided: {
    readonly id: string;
    readonly state: 'approved' | 'declined';
    readonly at: number;
    readonly byId: string;
    readonly by: string;
  },
): Promise<ApprovalRow | undefined> {
  const [row] = await sql.rows<ApprovalRow>(
    {
      name: 'decide_wallet_approval',
      text: `update wallet_approval set state = $2, decided_at = $3::bigint, decided_by_id = $4, decided_by = $5
              where id = $1::uuid and state = 'pending' returning ${columns}`,
    },
    [decided.id, decided.state, decided.at, decided.byId, decided.by],
  );
  return row;
}

/** What became of one that was approved; undefined where there is none (index: primary key). */
export async function settleApproval(
  sql: Sql,
  settled: { readonly id: string; readonly code: string; readonly answer: string | null },
): Promise<ApprovalRow | undefined> {
  const [row] = await sql.rows<ApprovalRow>(
    {
      name: 'settle_wallet_approval',
      text: `update wallet_approval
                set state = case when $2 = '' then 'approved' else 'failed' end, code = $2, answer = $3
              where id = $1::uuid and state in ('approved', 'failed') returning ${columns}`,
    },
    [settled.id, settled.code, settled.answer],
  );
  return row;
}
