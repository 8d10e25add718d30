-- Shares that steps give back, and budgets with a total.

-- What a step gave back stands below zero, and is given back for good: no replay does so again.
alter table step_input drop constraint step_input_asked_check;
alter table step_input drop constraint step_input_check;
alter table step_input add check (case when asked < 0 then granted = asked else granted between 0 and asked end);

-- Units of each budget that lie in its slices or were granted out of them: as many as the program says, or, where that was lowered below
-- what had been granted, as many as were.
create table resource_total (
  key text primary key,
  units bigint not null check (units >= 0)
);
