-- DuckDB over the Parquet files of a bundle; run in its folder.
select g.country, k.name_en, g.verdict, g.provision, p.label
from 'parquet/gap.parquet' g
join 'parquet/country.parquet' k on k.id = g.country
left join 'parquet/provision.parquet' p on p.id = g.provision
where g.item = 'palermo:6.6' and g.verdict in ('full', 'partial') and k.region = 'Africa'
order by g.country;
