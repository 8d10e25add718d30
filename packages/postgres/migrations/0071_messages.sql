-- breaking: messages are claimed under keyed ids

-- `message.id` was a plain digest of source and message id, by which whoever holds the table could try telephone numbers and
-- order numbers. New claims are made under a keyed one; those of before stay, and are looked up where there are any.
alter table installation add column has_unkeyed_messages boolean not null default false;
update installation set has_unkeyed_messages = exists (select 1 from message);

-- Names the key of the message ids, so that a start with the keys of another installation is refused: under other ids every
-- repeated message would enter the log again. Set at the first start.
alter table installation add column message_key_check uuid;
