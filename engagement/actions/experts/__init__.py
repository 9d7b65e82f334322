"""The verbs on experts: keep the list, ask one about a case, take the answer, and carry the mails out."""
