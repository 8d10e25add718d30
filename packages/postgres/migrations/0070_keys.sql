-- breaking: ids of hash keys are UUIDs

-- A key is named by a UUID wherever something that it made is stored, so that keys of two installations are never mistaken for
-- each other. The numbers of before become the UUIDs that a key file with numbers is read as.
alter table identity alter column hash_key_id type uuid using lpad(hash_key_id::text, 32, '0')::uuid;
