"""What people see of the queue. Pages take words in, call a verb or a list, and hand records to templates."""
