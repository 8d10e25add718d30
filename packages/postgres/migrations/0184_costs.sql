-- Who could read the program and the products could read rules and costs as well. Keys go on with what they were made for.
update api_key set scopes = scopes || 'program.rules'::text
 where 'program.read' = any(scopes) and not 'program.rules' = any(scopes);
update api_key set scopes = scopes || 'reference.costs'::text
 where 'reference.read' = any(scopes) and not 'reference.costs' = any(scopes);
