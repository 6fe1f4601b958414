"""What the Region says and edits: texts of the site, organisations, editorial collections, messages."""
