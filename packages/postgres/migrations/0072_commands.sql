-- What was asked of members under a key, and what was answered: for ever, so that a retry is given the first answer.
create table command (
  -- 128 bits of HMAC-SHA256 over caller and key: uniqueness crosses shards, and keys of callers may hold telephone numbers.
  id uuid primary key,
  -- Keyed, 48 bits: what was asked, by which another body under the same key is told.
  body_hash bigint not null,
  -- JSON: ids, codes and numbers. Null only within the transaction that carries the command out.
  answer text
) with (fillfactor = 80);

-- Who borrows looks where something is left.
create index resource_slice_by_key on resource_slice (key);
