"""Experts asked by mail: what their mails say, and the rows on their way out. Knows no pages."""
