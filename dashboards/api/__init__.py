"""The REST API of dashboards: counted numbers, read only."""
