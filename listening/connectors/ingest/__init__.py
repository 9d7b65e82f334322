"""What people and programs hand in themselves: JSON items, CSV tables and pasted posts. All of it pure."""
