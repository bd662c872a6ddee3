-- Keys of the key file that have moved on.
-- → purpose text, kid text, state text
select purpose, kid, state from key_fingerprint where state <> 'LIVE' order by purpose, kid
