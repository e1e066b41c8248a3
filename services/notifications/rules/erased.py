"""What stands in the ledger for the address of somebody whose data was erased."""

ERASED = "erased"
