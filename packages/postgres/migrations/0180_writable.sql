-- One row that is written to see whether anything can be written: reading works on a full disk and on a store that only reads.
create table write_probe (
  id smallint primary key,
  written_at bigint not null,
  -- Empty, except after a write was refused: a last free block takes a short row and nothing else.
  filler bytea not null
);
alter table write_probe alter column filler set storage external;
