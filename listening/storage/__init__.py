"""Where listening reads and writes its tables. One module a noun; every function says in which transaction it lives."""
