"""Files to model and back: packs, records, cases.  The only floor that reads files and configures cattrs."""
