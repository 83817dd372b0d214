"""Tables into a programme: read, matched to our columns, checked with everything else, compared, applied, undone."""
