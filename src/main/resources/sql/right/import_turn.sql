-- One file of rights at a time in the whole service: waits for its turn, which ends with the transaction.
select pg_advisory_xact_lock(hashtext('parkgate.right_import'))
