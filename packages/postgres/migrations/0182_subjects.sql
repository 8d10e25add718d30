-- An act is done to one thing or to two (`survivor/absorbed`, `member/tag`): people look for either, and an erasure for both. What was
-- there for the erasure alone is a part of these.
create index audit_log_by_subject_first on audit_log (split_part(subject, '/', 1), id);
create index audit_log_by_subject_second on audit_log (split_part(subject, '/', 2), id) where subject like '%/%';
-- As of the column itself, no samples of what stands there are kept: they would outlast an erasure.
alter index audit_log_by_subject_first alter column 1 set statistics 0;
alter index audit_log_by_subject_second alter column 1 set statistics 0;
drop index audit_log_by_first_named;
drop index audit_log_by_merged;
