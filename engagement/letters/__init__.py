"""What one person, or one chat channel, is told of clocks and of what came back: gathered, batched, worded. No pages."""
