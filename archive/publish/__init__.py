"""Publishing: the files of a snapshot as Delta or Iceberg tables, for engines that ask for one of these."""
