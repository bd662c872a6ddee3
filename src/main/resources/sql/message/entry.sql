-- What somebody wrote. $1 uuid message, $2 int n, $3 text author, $4 text outcome or null, $5 text text, $6 timestamptz now → no row
insert into message_entry (message_id, n, author, outcome, text, at) values ($1, $2, $3, $4, $5, $6)
