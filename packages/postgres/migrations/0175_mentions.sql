-- Quarantined facts that speak of an erased member and may be somebody else's, until somebody decides what becomes of them. No value of
-- hers and not her id stand here: `erasure_id` is made by chance, so that nothing leads from a body to whom a fact in the log is of.
create table erasure_mention (
  erasure_id uuid not null,
  quarantine_id uuid not null,
  why text not null check (why in ('with_others', 'mentioned')),
  found_at bigint not null,
  decision text check (decision in ('deleted', 'kept')),
  decided_at bigint,
  decided_by text,
  primary key (quarantine_id, erasure_id)
);
create index erasure_mention_open on erasure_mention (found_at desc, quarantine_id) where decision is null;
