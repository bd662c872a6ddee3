-- A page of those credentials of a holder that were issued under these places and this operator, newest first.
-- $1 text[] place ids  $2 operator or null  $3 holder_ref
-- $4 created_at and $5 id of the last one shown, null and '' for the first page  $6 rows
-- Result: the columns of PgCredentials.
select page.* from (
    select issued.* from unnest($1::text[]) as issuer (place_id) cross join lateral (
        select credential.*
          from credential
         where issuer_place_id = issuer.place_id and holder_ref = $3
           and (created_at, id) < (coalesce($4::timestamptz, 'infinity'), $5)
         order by created_at desc, id desc
         limit $6
    ) issued
    union all
    (select credential.*
       from credential
      where issuer_operator_id = $2 and holder_ref = $3
        and (created_at, id) < (coalesce($4::timestamptz, 'infinity'), $5)
      order by created_at desc, id desc
      limit $6)
) page
order by created_at desc, id desc
limit $6
