"""What leaves the house: bundle, packs, codebook, differences."""
