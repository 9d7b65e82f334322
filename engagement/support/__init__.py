"""The hand-off to support: what is signed and how, what may become of it, and its rows on their way out."""
