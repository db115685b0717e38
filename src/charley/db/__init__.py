"""The embedded database: one journal for each person. Nothing medical lives here."""
