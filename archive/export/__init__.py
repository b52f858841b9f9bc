"""Writing an answer where other programs read it: JSON Lines, CSV, Parquet, a Hugging Face data set."""
