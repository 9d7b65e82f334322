"""What people see of a week. Pages take words in, ask for a report, and hand records to templates."""
