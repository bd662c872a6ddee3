-- A message has one entry more. $1 uuid message, $2 int how many now, $3 timestamptz now → no row
update message set entries = $2, changed_at = $3 where id = $1
