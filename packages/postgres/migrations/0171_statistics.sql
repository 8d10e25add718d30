-- The planner's statistics are samples of values: they would keep words and blind indexes of who is erased until somebody analyses the
-- table anew, and longer in dead rows. Nothing is planned by these columns, so none are taken of them.
do $$
declare
  one record;
begin
  for one in
    select a.attrelid::regclass as the_table, quote_ident(a.attname) as the_column, format_type(a.atttypid, a.atttypmod) as its_type
      from pg_attribute a
     where (a.attrelid::regclass::text, a.attname::text) in (
             ('fact', 'message_id'), ('fact', 'identities'), ('fact', 'payload'),
             ('member_attribute', 'name'), ('member_attribute', 'value'), ('member_attribute', 'message'),
             ('member_order', 'amount_message'), ('member_order_line', 'fact_message'), ('member_refund', 'refund_id'),
             ('merge_log', 'identities'), ('merge_log', 'undone_identities'), ('merge_log', 'cause_message_id'),
             ('command', 'answer'), ('audit_log', 'subject'), ('audit_log', 'reason'), ('outbox', 'payload'),
             ('quarantine', 'message_id'), ('quarantine', 'reason'), ('quarantine', 'note'),
             ('import_job', 'file_name'), ('import_job', 'mapping'), ('import_job', 'error'), ('import_job', 'rejects_shown'),
             ('identity', 'hash'), ('identity', 'tail_hash'), ('released_identity', 'hash'), ('order_owner', 'identity_hash'))
  loop
    begin
      execute format('alter table %s alter column %s set statistics 0', one.the_table, one.the_column);
      -- What was sampled before goes when the type is set, also to the same one, which writes no row.
      execute format('alter table %s alter column %s type %s', one.the_table, one.the_column, one.its_type);
    exception when feature_not_supported then
      -- A distributed table takes this only before it is distributed.
      raise notice 'the statistics of %.% are taken as before', one.the_table, one.the_column;
    end;
  end loop;
end $$;
