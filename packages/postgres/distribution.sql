-- Spreads an empty, migrated database over a Citus cluster. Written by `npm run schema`; do not edit.
-- Prepared, not proven: single statements of the kind used here were tried on a cluster, the whole of Perennial was not.
-- Run it once, on the coordinator, after `perennial migrate` and before the first fact.

-- Small tables that every node reads.
select create_reference_table('currency_rate');
select create_reference_table('installation');
select create_reference_table('installation_key');
select create_reference_table('product');
select create_reference_table('program_document');
select create_reference_table('program_version');
select create_reference_table('staff');
select create_reference_table('store');

-- Member-scoped tables: co-located by shard, so that a member's rows, her log and her cursor are on one node.
select create_distributed_table('shard_head', 'shard');
select create_distributed_table('activity_day', 'shard', colocate_with => 'shard_head');
select create_distributed_table('derived_fact', 'shard', colocate_with => 'shard_head');
select create_distributed_table('fact', 'shard', colocate_with => 'shard_head');
select create_distributed_table('lens_block_range', 'shard', colocate_with => 'shard_head');
select create_distributed_table('lens_cursor', 'shard', colocate_with => 'shard_head');
select create_distributed_table('lens_erasure', 'shard', colocate_with => 'shard_head');
select create_distributed_table('lens_touch', 'shard', colocate_with => 'shard_head');
select create_distributed_table('member', 'shard', colocate_with => 'shard_head');
select create_distributed_table('member_attribute', 'shard', colocate_with => 'shard_head');
select create_distributed_table('member_attribute_change', 'shard', colocate_with => 'shard_head');
select create_distributed_table('member_facet', 'shard', colocate_with => 'shard_head');
select create_distributed_table('member_key', 'shard', colocate_with => 'shard_head');
select create_distributed_table('member_order', 'shard', colocate_with => 'shard_head');
select create_distributed_table('member_order_line', 'shard', colocate_with => 'shard_head');
select create_distributed_table('member_refund', 'shard', colocate_with => 'shard_head');
select create_distributed_table('member_secret', 'shard', colocate_with => 'shard_head');
select create_distributed_table('outbox', 'shard', colocate_with => 'shard_head');
select create_distributed_table('outbox_cursor', 'shard', colocate_with => 'shard_head');
select create_distributed_table('parked_member', 'shard', colocate_with => 'shard_head');
select create_distributed_table('personal_answer', 'shard', colocate_with => 'shard_head');
select create_distributed_table('resource_slice', 'shard', colocate_with => 'shard_head');
select create_distributed_table('shard_cursor', 'shard', colocate_with => 'shard_head');
select create_distributed_table('shard_lease', 'shard', colocate_with => 'shard_head');
select create_distributed_table('shard_output', 'shard', colocate_with => 'shard_head');
select create_distributed_table('stage_entry', 'shard', colocate_with => 'shard_head');
select create_distributed_table('step_input', 'shard', colocate_with => 'shard_head');
select create_distributed_table('tier_change', 'shard', colocate_with => 'shard_head');
select create_distributed_table('tier_claim', 'shard', colocate_with => 'shard_head');
select create_distributed_table('tier_day', 'shard', colocate_with => 'shard_head');
select create_distributed_table('tier_order', 'shard', colocate_with => 'shard_head');
select create_distributed_table('tier_standing', 'shard', colocate_with => 'shard_head');
select create_distributed_table('wallet_account', 'shard', colocate_with => 'shard_head');
select create_distributed_table('wallet_award', 'shard', colocate_with => 'shard_head');
select create_distributed_table('wallet_cap', 'shard', colocate_with => 'shard_head');
select create_distributed_table('wallet_count', 'shard', colocate_with => 'shard_head');
select create_distributed_table('wallet_entry', 'shard', colocate_with => 'shard_head');
select create_distributed_table('wallet_flow', 'shard', colocate_with => 'shard_head');
select create_distributed_table('wallet_hold', 'shard', colocate_with => 'shard_head');
select create_distributed_table('wallet_lot', 'shard', colocate_with => 'shard_head');
select create_distributed_table('wallet_opening', 'shard', colocate_with => 'shard_head');
select create_distributed_table('wallet_order', 'shard', colocate_with => 'shard_head');
select create_distributed_table('wallet_outstanding', 'shard', colocate_with => 'shard_head');
select create_distributed_table('wallet_owed', 'shard', colocate_with => 'shard_head');
select create_distributed_table('wallet_proof', 'shard', colocate_with => 'shard_head');
select create_distributed_table('webhook_delivery', 'shard', colocate_with => 'shard_head');

-- Uniqueness across shards: each by its own key.
select create_distributed_table('command', 'id', colocate_with => 'none');
select create_distributed_table('identity', 'hash', colocate_with => 'none');
select create_distributed_table('message', 'id', colocate_with => 'none');
select create_distributed_table('order_owner', 'id', colocate_with => 'none');
select create_distributed_table('released_identity', 'hash', colocate_with => 'none');

-- On the coordinator alone:
--   api_key
--   audit_erasure
--   audit_log
--   backup
--   blocked_identity
--   console_session
--   console_user
--   delivery_pause
--   erasure_mention
--   factor_role
--   import_job
--   known_device
--   lens
--   lens_block
--   lens_part
--   lens_repair
--   merge_log
--   passkey_challenge
--   program_draft
--   provider_visit
--   quarantine
--   recovery_code
--   resource_total
--   restoration
--   segment
--   segment_version
--   sign_in_attempt
--   sign_in_challenge
--   sign_in_link
--   statement_key
--   user_factor
--   user_identity
--   user_passkey
--   user_totp
--   wallet_approval
--   wallet_estimate
--   webhook
--   worker
--   write_probe
