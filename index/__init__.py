"""Articles in, cited answers out: the part of Footnote that knows of no front end."""
