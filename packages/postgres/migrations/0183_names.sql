-- What a name is found by: blind marks of the whole of it, of each two characters and of whole words. They stand beside the sealed value,
-- so that they are written, replaced, kept in a backup and erased with it. Empty where the value is no name; null where nobody has looked
-- at it yet, as at all that was kept before, which `member_secret_unmarked` finds.
alter table member_secret add column name_marks bigint[];
create index member_secret_by_name on member_secret using gin (name_marks) where name_marks <> '{}';
create index member_secret_unmarked on member_secret (shard, member_id, name) where name_marks is null and left(name, 9) <> 'identity:';

-- As of other blind indexes, no samples are taken of them.
do $$
begin
  alter table member_secret alter column name_marks set statistics 0;
exception when feature_not_supported then
  raise notice 'the statistics of member_secret.name_marks are taken as of other columns';
end $$;
