"""What the three services hold in common: settings, schema, database, journal, web layer."""
