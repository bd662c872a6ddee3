-- A page of the credentials that were issued under these places and this operator, newest first: each gives its newest ones
-- from its index, so the work is bounded by places times rows.
-- $1 text[] place ids  $2 operator or null  $3 created_at and $4 id of the last one shown, null and '' for the first page
-- $5 rows
-- Result: the columns of PgCredentials.
select page.* from (
    select issued.* from unnest($1::text[]) as issuer (place_id) cross join lateral (
        select credential.*
          from credential
         where issuer_place_id = issuer.place_id
           and (created_at, id) < (coalesce($3::timestamptz, 'infinity'), $4)
         order by created_at desc, id desc
         limit $5
    ) issued
    union all
    (select credential.*
       from credential
      where issuer_operator_id = $2
        and (created_at, id) < (coalesce($3::timestamptz, 'infinity'), $4)
      order by created_at desc, id desc
      limit $5)
) page
order by created_at desc, id desc
limit $5
