#!/bin/sh
# curl against a running site: the same answer as CSV, from SQL, with the address of each article in the last column.
site=${1:-http://127.0.0.1:8001}
curl --silent --fail --get "$site/tip/-/query.csv" --data-urlencode "sql=
  select g.country, k.name_en, g.verdict, g.provision, p.label
  from gap g join country k on k.id = g.country left join provision p on p.id = g.provision
  where g.item = :item and g.verdict in ('full', 'partial') and k.region = 'Africa' order by g.country" --data-urlencode "item=palermo:6.6"
