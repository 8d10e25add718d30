-- Segments that operators keep: whom a condition means, asked when it is needed. Not member-scoped.

create table segment (
  id uuid primary key,
  version integer not null check (version > 0),
  created_at bigint not null,
  created_by text not null,
  is_archived boolean not null default false
);

-- Every version as it was saved. A name is another segment's only when this one is archived.
create table segment_version (
  segment_id uuid not null references segment (id) on delete cascade,
  version integer not null check (version > 0),
  name text not null,
  description text not null,
  -- JSON.
  condition text not null,
  class text not null check (class in ('fold', 'lens')),
  changed_at bigint not null,
  changed_by text not null,
  primary key (segment_id, version)
);
