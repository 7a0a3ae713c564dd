# R alone, without packages, over the CSV files of a bundle: Rscript gaps.R dist/palermo-ledger-<date>
bundle <- commandArgs(trailingOnly = TRUE)[1]

# only an empty cell is missing: "NA" is Namibia
table <- function(name, columns) {
  path <- file.path(bundle, "csv", paste0(name, ".csv"))
  read.csv(path, na.strings = "", colClasses = "character", encoding = "UTF-8")[columns]
}

gap <- table("gap", c("country", "item", "verdict", "provision"))
found <- subset(gap, item == "palermo:6.6" & verdict %in% c("full", "partial"))
found <- merge(found, table("country", c("id", "name_en", "region")), by.x = "country", by.y = "id")
found <- merge(found, table("provision", c("id", "label")), by.x = "provision", by.y = "id", all.x = TRUE)
found <- subset(found, region == "Africa")
found <- found[order(found$country), c("country", "name_en", "verdict", "provision", "label")]
found[is.na(found)] <- ""

writeLines(do.call(paste, c(found, sep = "\t")), useBytes = TRUE)
