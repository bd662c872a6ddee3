-- Where credentials have or had rights, whose rights or who themselves have changed.
-- $1 text[] any credentials of their chains → place_id text
select distinct given.place_id
from access_right given
where given.root_id in (select root_id from credential where id = any ($1))
