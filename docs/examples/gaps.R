# R with readr and dplyr over the CSV files of a bundle: Rscript gaps.R dist/palermo-ledger-<date>
library(readr)
library(dplyr)

bundle <- commandArgs(trailingOnly = TRUE)[1]
table <- function(name) read_csv(file.path(bundle, "csv", paste0(name, ".csv")), na = "", show_col_types = FALSE, guess_max = 100000)

found <- table("gap") |>
  filter(item == "palermo:6.6", verdict %in% c("full", "partial")) |>
  inner_join(select(table("country"), id, name_en, region), by = c(country = "id")) |>
  left_join(select(table("provision"), id, label), by = c(provision = "id")) |>
  filter(region == "Africa") |>
  arrange(country) |>
  select(country, name_en, verdict, provision, label)

write_tsv(found, stdout(), col_names = FALSE)
