"""An example host: a small web application that keeps a school's records in a database and embeds the library.

Read it in this order: `rows` (what this host records, in its own words), `mapping` (rows to facts), `database` and
`storage` (where rows, changes and snapshots lie), `host` (the one place that holds the monitor), `timer` (the clock)
and `web` (the door).  `mapping` and `host` are what a host of your own writes anew.
"""
