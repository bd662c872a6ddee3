-- Which key, or whose session, made a key: the ops and api keys that a person made end with their account.
alter table access_key add column made_by text; -- id of a key or an account; null: the service itself, or not known any more
create index access_key_by_maker on access_key (made_by) where made_by is not null;

update access_key made set made_by = told.key_id
from audit told
where told.action = 'key.made' and told.subject_id = made.id;
