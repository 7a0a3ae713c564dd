"""pandas: the panel of States and years of a bundle beside one of your own, joined by ISO 3166-1
alpha-3 and year. V-Dem calls the code country_text_id, the World Bank Country Code.

    python docs/examples/panel.py dist/palermo-ledger-<date> yours.csv iso3 year
"""

import sys
from pathlib import Path

import pandas

bundle, other, code, year = Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
empty = {"keep_default_na": False, "na_values": [""]}  # NA is Namibia, not a missing value
panel = pandas.read_csv(bundle / "csv" / "country_year.csv", **empty)
yours = pandas.read_csv(other, **empty)
joined = yours.merge(panel, how="left", left_on=[code, year], right_on=["country", "year"])
joined.to_csv(sys.stdout, index=False)
