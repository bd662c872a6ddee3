-- What lanes have taught of class T credentials, for every instance: whose phone's clock is off, and who is locked out. Most
-- credentials have no row. Instances keep those that matter in memory and are told of changes by the change log.
create table totp_note (
    credential_id text          primary key references credential (id) on delete cascade,
    drift_steps   smallint      not null default 0 check (drift_steps between -4 and 4), -- of 15 s; behind is negative
    wrong_at      timestamptz[] not null default '{}', -- wrong values of the last minutes: the tenth locks and empties it
    locked_until  timestamptz,
    releases      integer       not null default 0 -- by an operator: who sees it raised forgets what it counted itself
);
create index totp_note_kept on totp_note (credential_id) where drift_steps <> 0 or locked_until is not null;

alter table change drop constraint change_kind_check;
alter table change add constraint change_kind_check
    check (kind in ('PLACE', 'LANE', 'POOL', 'KEY', 'CREDENTIAL', 'RIGHT', 'TOTP'));
