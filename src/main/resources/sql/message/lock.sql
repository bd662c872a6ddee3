-- Holds a message until the end of the transaction. $1 uuid message → one row; none: there is no such message
select id from message where id = $1 for update
