"""What a person or a channel is told of clocks and of what came back: gathered, batched, worded. No pages."""
