-- breaking: the releases before read who had absorbed whom from a table that nobody wrote.

-- Who belongs to a member is told by the merge log alone.
drop table member_absorption;
