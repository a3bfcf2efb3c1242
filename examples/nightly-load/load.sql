create table if not exists rdvs (
  id              bigint primary key,
  organisation_id bigint not null,
  starts_at       timestamptz not null,
  status          text not null,
  motif           text,
  row             jsonb not null
);

create temporary table incoming (row jsonb) on commit drop;

-- One object a line: a quote and a delimiter that no line of JSON can hold make
-- COPY take each line as it is.
\copy incoming from pstdin with (format csv, quote e'\x01', delimiter e'\x02')

delete from rdvs;
insert into rdvs
select (row->>'id')::bigint, (row->'organisation'->>'id')::bigint, (row->>'starts_at')::timestamptz,
       row->>'status', row->'motif'->>'name', row
from incoming;
