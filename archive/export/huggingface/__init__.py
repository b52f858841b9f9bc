"""A data set as the Hugging Face library ``datasets`` reads it: Parquet files, and a card that is made of the data."""
