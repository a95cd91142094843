"""Work that takes longer than anybody waits for a page: it is asked for, left alone, and picked up."""
