"""Tables that people bring and take along: spreadsheets, CSV, text from the clipboard."""
