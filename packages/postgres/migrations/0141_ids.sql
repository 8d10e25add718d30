-- Numbers of customers sent as "external_id" alone were one person's whichever source sent them; they belong to their source now. Where some
-- were kept without one, they go on as before, so that nobody is taken for somebody new.
alter table installation add column has_unqualified_ids boolean not null default false;
update installation set has_unqualified_ids = exists (select from identity where type = 'external_id');
