-- The epoch at which a lot stands. Argument: $1 lot id. Result: epoch.
select epoch from lot_head where lot_id = $1
