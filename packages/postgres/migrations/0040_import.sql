-- Imports of files: what was read, how far it has come, and what became of it. Not member-scoped.

create table import_job (
  id uuid primary key,
  file_name text not null,
  -- SHA-256 of the content, and of the mapping: the same file read the same way is the same import, and goes on where it ended.
  content_hash text not null,
  mapping_hash text not null,
  mapping text not null,
  is_dry_run boolean not null,
  status text not null check (status in ('running', 'succeeded', 'failed', 'cancelled')),
  error text,
  started_by text not null,
  started_at bigint not null,
  -- Written every second while it runs; a running job that is silent for long was killed.
  updated_at bigint not null,
  finished_at bigint,
  rows_read bigint not null default 0,
  rows_total bigint not null default 0,
  bytes_done bigint not null default 0,
  bytes_total bigint not null default 0,
  -- Facts from the beginning whose verdicts are known.
  facts_done bigint not null default 0,
  accepted bigint not null default 0,
  duplicates bigint not null default 0,
  quarantined bigint not null default 0,
  rejected bigint not null default 0,
  first_fact_at bigint,
  last_fact_at bigint,
  rejects_path text not null default '',
  -- The first rejects, JSON.
  rejects_shown text not null default '[]'
);
create index import_job_newest on import_job (started_at desc, id);
create index import_job_by_content on import_job (content_hash, mapping_hash, started_at desc);
